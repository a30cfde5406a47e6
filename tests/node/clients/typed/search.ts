// A partner site's own code: the types of variables and answers are generated from the schema.
import { graphql } from './gql/index.js';
import type { SearchQuery, SearchQueryVariables, TypedDocumentString } from './gql/graphql.js';

declare const process: { argv: string[] };

const Search = graphql(`
  query Search($search: String, $first: Int!, $after: String, $filter: MissionFilter) {
    missions(search: $search, first: $first, after: $after, orderBy: POSTED_DATE, filter: $filter) {
      totalCount
      edges { node { id title type postedAt applicationUrl organization { name } addresses { city location { lat lon } } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

async function execute<Result, Variables>(url: string, key: string, document: TypedDocumentString<Result, Variables>, variables: Variables): Promise<Result> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = await answer.json() as { data?: Result; errors?: { message: string }[] };
  if (data === undefined || errors !== undefined) {
    throw new Error(JSON.stringify(errors));
  }
  return data;
}

const [url, key, search, first] = process.argv.slice(2) as [string, string, string, string];
const ids: string[] = [];
let pages = 0;
let total = 0;
let after: string | null = null;
do {
  // Each of these names and types is checked by the compiler.
  const variables: SearchQueryVariables = { search, first: Number(first), after, filter: { types: ['BENEVOLAT'] } };
  const { missions }: SearchQuery = await execute(url, key, Search, variables);
  const places: number[] = missions.edges.flatMap((edge) => edge.node.addresses.map((address) => address.location?.lat ?? 0));
  if (places.some(Number.isNaN)) {
    throw new Error('a latitude is no number');
  }
  pages += 1;
  total = missions.totalCount;
  ids.push(...missions.edges.map((edge) => edge.node.id));
  after = missions.pageInfo.hasNextPage ? missions.pageInfo.endCursor ?? null : null;
} while (after !== null);
console.log(JSON.stringify({ pages, total, ids }));
