// urql's client, as a page without a framework uses it: node urql.mjs URL KEY SEARCH FIRST.
import { Client, cacheExchange, fetchExchange } from 'urql';
import { document, walk } from './search.mjs';

const [url, key, search, first] = process.argv.slice(2);
const client = new Client({ url, preferGetMethod: false, exchanges: [cacheExchange, fetchExchange], fetchOptions: { headers: { authorization: `Bearer ${key}` } } });

await walk(async (variables) => {
  const { data, error } = await client.query(document, variables).toPromise();
  if (error) {
    throw error;
  }
  return data.missions;
}, search, Number(first));
