// Takes the explorer page's files from the pinned npm packages into libraries/GraphQL/Http/Explorer, compressed without time stamps:
//   npm ci && node explorer.mjs
import { gzipSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';

const target = new URL('../../libraries/GraphQL/Http/Explorer/', import.meta.url);
const files = {
  'graphiql.min.js': 'graphiql/graphiql.min.js',
  'graphiql.min.css': 'graphiql/graphiql.min.css',
  'react.production.min.js': 'react/umd/react.production.min.js',
  'react-dom.production.min.js': 'react-dom/umd/react-dom.production.min.js',
};
for (const [name, source] of Object.entries(files)) {
  const compressed = gzipSync(readFileSync(new URL(`node_modules/${source}`, import.meta.url)), { level: 9 });
  writeFileSync(new URL(`${name}.gz`, target), compressed);
  console.log(`${name}.gz ${compressed.length} bytes`);
}
const licences = ['graphiql', 'react', 'react-dom']
  .map((name) => `${name}\n\n${readFileSync(new URL(`node_modules/${name}/LICENSE`, import.meta.url), 'utf8').trim()}\n`);
writeFileSync(new URL('LICENSES.txt', target), licences.join('\n----\n\n'));
