// Compiles the fragments of Search.js against a schema with relay-compiler: node compile.mjs SCHEMA. Prints the artifacts' names.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import compiler from 'relay-compiler';

const here = fileURLToPath(new URL('.', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'engagement-relay-'));
try {
  mkdirSync(join(work, 'src'));
  cpSync(join(here, 'Search.js'), join(work, 'src/Search.js'));
  cpSync(resolve(process.argv[2]), join(work, 'schema.graphql'));
  mkdirSync(join(work, 'artifacts'));
  writeFileSync(join(work, 'relay.config.json'), JSON.stringify({
    src: './src', schema: './schema.graphql', language: 'javascript', artifactDirectory: './artifacts', eagerEsModules: true,
    customScalarTypes: { DateTime: 'string', URL: 'string' },
  }));
  const { status, stdout, stderr } = spawnSync(compiler, ['relay.config.json'], { cwd: work, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stdout + stderr);
  }
  console.log(readdirSync(join(work, 'artifacts')).sort().join('\n'));
} finally {
  rmSync(work, { recursive: true });
}
