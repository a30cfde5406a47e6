// Apollo Client with its cache merging the pages (relayStylePagination): node apollo.mjs URL KEY SEARCH FIRST.
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { document } from './search.mjs';

const [url, key, search, first] = process.argv.slice(2);
const client = new ApolloClient({
  link: new HttpLink({ uri: url, headers: { authorization: `Bearer ${key}` } }),
  cache: new InMemoryCache({ typePolicies: { Query: { fields: { missions: relayStylePagination(['search']) } } } }),
});

const request = { query: gql(document), variables: { search, first: Number(first) } };
let [pages, answer] = [1, (await client.query(request)).data.missions];
const query = client.watchQuery(request);
query.subscribe(() => {});
while (answer.pageInfo.hasNextPage) {
  answer = (await query.fetchMore({ variables: { after: answer.pageInfo.endCursor } })).data.missions;
  pages += 1;
}
// What a page would show: the list that the cache put together.
const { missions } = client.readQuery(request);
console.log(JSON.stringify({ pages, total: missions.totalCount, ids: missions.edges.map((edge) => edge.node.id) }));
client.stop();
