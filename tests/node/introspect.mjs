// Builds the schema that a server's introspection describes and the one that SDL on standard input describes, prints both in one order.
//   node introspect.mjs URL < schema.graphql
import { readFileSync } from 'node:fs';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } from 'graphql';

const query = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
const response = await fetch(process.argv[2], {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, operationName: 'IntrospectionQuery' }),
});
const { data, errors } = await response.json();
if (errors) {
  throw new Error(JSON.stringify(errors));
}
const introspected = buildClientSchema(data);
const printed = buildSchema(readFileSync(0, 'utf8'));
console.log(JSON.stringify({
  faults: [...validateSchema(introspected), ...validateSchema(printed)].map((fault) => fault.message),
  introspected: printSchema(lexicographicSortSchema(introspected)),
  printed: printSchema(lexicographicSortSchema(printed)),
}));
