// The paged search that each client runs: missions of a search, some at a time, to the end. Prints { pages, total, ids }.
export const document = `
  query Search($search: String, $first: Int!, $after: String) {
    missions(search: $search, first: $first, after: $after, orderBy: POSTED_DATE) {
      totalCount
      edges { cursor node { id title organization { name } } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

/** @param page takes variables, answers `missions`. */
export async function walk(page, search, first) {
  const ids = [];
  let [pages, total, after] = [0, 0, null];
  do {
    const missions = await page({ search, first, after });
    pages += 1;
    total = missions.totalCount;
    ids.push(...missions.edges.map((edge) => edge.node.id));
    after = missions.pageInfo.hasNextPage ? missions.pageInfo.endCursor : null;
  } while (after !== null);
  console.log(JSON.stringify({ pages, total, ids }));
}
