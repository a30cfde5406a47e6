// Generates the typed client from the committed schema (GraphQL Code Generator, client preset), compiles it with TypeScript and runs it:
//   node codegen.mjs SCHEMA URL KEY SEARCH FIRST
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { generate } from '@graphql-codegen/cli';

const [schema, ...search] = [resolve(process.argv[2]), ...process.argv.slice(3)];
const here = fileURLToPath(new URL('.', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'engagement-typed-'));
try {
  cpSync(join(here, 'search.ts'), join(work, 'search.ts'));
  cpSync(join(here, 'tsconfig.json'), join(work, 'tsconfig.json'));
  symlinkSync(modules, join(work, 'node_modules'));
  process.chdir(work);
  await generate({
    schema,
    documents: [join(work, 'search.ts')],
    silent: true,
    importExtension: '.js',
    ignoreNoDocuments: false,
    generates: {
      [join(work, 'gql/')]: {
        preset: 'client',
        presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
        config: { documentMode: 'string', scalars: { DateTime: 'string', URL: 'string' }, strictScalars: true, useTypeImports: true, enumsAsTypes: true },
      },
    },
  }, true);
  // What partners hand in to have their documents registered.
  for (const [id, text] of Object.entries(JSON.parse(readFileSync(join(work, 'gql/persisted-documents.json'), 'utf8')))) {
    if (id.replace('sha256:', '') !== createHash('sha256').update(text).digest('hex')) {
      throw new Error(`${id} is not the SHA-256 of its document`);
    }
  }
  for (const [program, ...args] of [[join(modules, 'typescript/bin/tsc'), '-p', work], [join(work, 'out/search.js'), ...search]]) {
    const { status } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit', cwd: work });
    if (status !== 0) {
      process.exitCode = 1;
      break;
    }
  }
} finally {
  rmSync(work, { recursive: true });
}
