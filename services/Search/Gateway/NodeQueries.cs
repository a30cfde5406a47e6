using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Search.Identifiers;
using Engagement.Search.Keys;
using Engagement.Search.Missions;
using Engagement.Search.Organizations;
using Engagement.Search.Publishers;

namespace Engagement.Search.Gateway;

[ExtendObjectType(OperationTypeNames.Query)]
internal static class NodeQueries
{
    private const int MostNodes = 100;

    /// <summary>Whatever has this id; null when there is nothing, or nothing that the caller may see.</summary>
    /// <param name="id">The id of a mission, a structure or a publisher.</param>
    public static async Task<INode?> GetNode([ID] string id, [GlobalState] Caller caller, NodeById nodes, Access access)
    {
        Access.RequireRead(caller);
        return Visible(await nodes.LoadAsync(Read(id)), caller, access);
    }

    /// <summary>Whatever has these ids, in their order; null in the place of what is not there or may not be seen.</summary>
    /// <param name="ids">At most 100 ids.</param>
    [ListSize(AssumedSize = MostNodes)]
    public static async Task<IReadOnlyList<INode?>> GetNodes([ID] IReadOnlyList<string> ids, [GlobalState] Caller caller, NodeById nodes, Access access)
    {
        Access.RequireRead(caller);
        if (ids.Count > MostNodes)
        {
            throw new GraphQLException($"At most {MostNodes} ids at once.", ErrorCodes.BadUserInput);
        }

        var found = await nodes.LoadAsync(ids.Select(Read).ToArray());
        return found.Select(node => Visible(node, caller, access)).ToArray();
    }

    private static NodeKey Read(string text) => PublicId.TryParse(text, out var kind, out var id) ? new NodeKey(kind, id) : throw Ids.Bad(text, "anything here");

    private static INode? Visible(INode? node, Caller caller, Access access) => node switch
    {
        Mission mission when access.Sees(mission, caller) => mission,
        Organization organization when access.Sees(organization.PublisherId, caller) => organization,
        Publisher publisher when access.Sees(publisher.Key, caller) => publisher,
        _ => null,
    };
}

/// <summary>What a public id says.</summary>
internal readonly record struct NodeKey(char Kind, Guid Id);

/// <summary>Nodes by id, those of one answer together.</summary>
internal sealed class NodeById(MissionCache missions, OrganizationCache organizations, PublisherDirectory publishers) : BatchDataLoader<NodeKey, INode>
{
    protected override async Task<IReadOnlyDictionary<NodeKey, INode>> LoadBatchAsync(IReadOnlyList<NodeKey> keys, CancellationToken ct)
    {
        var found = new Dictionary<NodeKey, INode>(keys.Count);
        foreach (var mission in await missions.Load(IdsOf(PublicId.Mission, keys), ct))
        {
            if (mission is not null)
            {
                found[new NodeKey(PublicId.Mission, mission.Key)] = mission;
            }
        }

        foreach (var (id, organization) in await organizations.Load(IdsOf(PublicId.Organization, keys), ct))
        {
            found[new NodeKey(PublicId.Organization, id)] = organization;
        }

        foreach (var id in IdsOf(PublicId.Publisher, keys))
        {
            if (publishers.Find(id) is { } partner)
            {
                found[new NodeKey(PublicId.Publisher, id)] = partner.AsPublisher;
            }
        }

        return found;
    }

    private static Guid[] IdsOf(char kind, IReadOnlyList<NodeKey> keys) => keys.Where(k => k.Kind == kind).Select(k => k.Id).ToArray();
}
