// The reference query's server for the benchmark: fastify and mercurius with jit. node mercurius.mjs DATA; prints its address.
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import mercurius from 'mercurius';

const missions = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const schema = `
  scalar DateTime scalar URL
  enum Kind { BENEVOLAT RESERVE } enum Mode { NO POSSIBLE }
  type Query { missions(first: Int!): Missions! }
  type Missions { totalCount: Int! nodes: [Mission!]! facets: Facets! }
  type Mission { id: ID! clientId: String! title: String! description: String! type: Kind! remote: Mode! places: Int! openToMinors: Boolean
    postedAt: DateTime! startAt: DateTime! applicationUrl: URL! image: URL organization: Organization! addresses: [Address!]! }
  type Organization { id: ID! name: String! city: String }
  type Address { street: String postalCode: String city: String lat: Float lon: Float }
  type Facets { domains: [Bucket!]! departments: [Bucket!]! }
  type Bucket { code: String! label: String! count: Int! }`;

const app = fastify();
app.register(mercurius, { schema, resolvers: { Query: { missions: () => missions } }, jit: 1 });
const address = await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`${address}/graphql`);
