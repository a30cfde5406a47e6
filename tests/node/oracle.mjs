// Answers GraphQL requests with graphql-js: one JSON object per line in, one per line out. The first line carries the SDL and the root data.
// Fields called …Later answer through a promise; fields called echo… answer their coerced arguments; a value {"$error": "…"} is thrown.
import { createInterface } from 'node:readline';
import { buildSchema, execute, getOperationAST, parse, printSchema, validate, version } from 'graphql';

let schema;
let data;

const unwrap = (value) => {
  if (value !== null && typeof value === 'object' && typeof value.$error === 'string') {
    throw new Error(value.$error);
  }
  return value;
};

const read = (source, args, info) =>
  info.fieldName.startsWith('echo') ? JSON.stringify(args) : unwrap(source?.[info.fieldName]);

const fieldResolver = (source, args, context, info) =>
  info.fieldName.endsWith('Later') ? Promise.resolve().then(() => read(source, args, info)) : read(source, args, info);

const plain = (errors) => errors?.map(({ message, locations, path }) => ({ message, locations, path }));

async function answer(request) {
  if (request.sdl) {
    schema = buildSchema(request.sdl);
    data = request.data;
    return { version, node: process.version, sdl: printSchema(schema) };
  }
  let document;
  try {
    document = parse(request.query);
  } catch (error) {
    return { errors: plain([error]) };
  }
  const invalid = validate(schema, document);
  if (invalid.length > 0) {
    return { errors: plain(invalid) };
  }
  if (!getOperationAST(document, request.operationName)) {
    return { errors: [{ message: 'no operation' }] };
  }
  const result = await execute({
    schema, document, rootValue: data, variableValues: request.variables, operationName: request.operationName, fieldResolver,
  });
  return { data: result.data, errors: plain(result.errors) };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
