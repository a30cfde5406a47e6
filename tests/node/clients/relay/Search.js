// What a React site with Relay writes: a list that pages both ways through the compiler's own rules on connections.
import { graphql } from 'relay-runtime';

export const page = graphql`
  query SearchPageQuery($search: String, $count: Int = 10, $cursor: String) {
    ...SearchList_query @arguments(search: $search, count: $count, cursor: $cursor)
  }
`;

export const list = graphql`
  fragment SearchList_query on Query
  @refetchable(queryName: "SearchListPaginationQuery")
  @argumentDefinitions(search: { type: "String" }, count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    missions(search: $search, first: $count, after: $cursor, orderBy: POSTED_DATE) @connection(key: "SearchList_missions") {
      totalCount
      edges { node { id ...SearchCard_mission } }
    }
  }
`;

export const card = graphql`
  fragment SearchCard_mission on Mission @refetchable(queryName: "SearchCardRefetchQuery") {
    title
    organization { id name ...SearchOrganization_organization }
  }
`;

export const organization = graphql`
  fragment SearchOrganization_organization on Organization
  @refetchable(queryName: "SearchOrganizationPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" }) {
    missions(first: $count, after: $cursor) @connection(key: "SearchOrganization_missions") {
      edges { node { id title } }
    }
  }
`;

export const back = graphql`
  fragment SearchBack_query on Query
  @refetchable(queryName: "SearchBackPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    organizations(last: $count, before: $cursor) @connection(key: "SearchBack_organizations") {
      edges { node { id name } }
    }
  }
`;
