// Judges a schema by the relay rules of @graphql-eslint: node relay-rules.mjs SCHEMA. One line for each fault.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import graphqlPlugin, { parser } from '@graphql-eslint/eslint-plugin';
import { Linter } from 'eslint';

const schema = readFileSync(resolve(process.argv[2]), 'utf8');
const config = {
  files: ['**/*.graphql'],
  languageOptions: { parser, parserOptions: { graphQLConfig: { schema, documents: [] } } },
  plugins: { '@graphql-eslint': graphqlPlugin },
  rules: {
    // A connection of one direction is one by the specification of cursor connections: forward, backward, or both.
    '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
    '@graphql-eslint/relay-connection-types': 'error',
    // Lists of addresses and codes are plain lists; only pages are edges. What is only met in its list needs no id of its own.
    '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
    '@graphql-eslint/relay-page-info': 'error',
  },
};
for (const { ruleId, message, line } of new Linter({ configType: 'flat' }).verify(schema, config, 'schema.graphql')) {
  console.log(`${ruleId} line ${line}: ${message}`);
}
