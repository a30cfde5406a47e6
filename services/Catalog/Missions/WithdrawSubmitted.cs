using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// <c>POST /internal/catalog/submissions/withdrawal</c>: withdraws a mission that its partner pushed. One that is withdrawn already stays
/// so; one of another source, or unknown, is told as an error.
/// </summary>
internal sealed class WithdrawSubmitted([FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source, ApplyWithdrawal withdrawals)
{
    private const int Attempts = 5;

    internal sealed record Request(Guid PublisherId, string ClientId);

    internal sealed record Response(SubmitMissions.Remark? Error, long LastNumber);

    internal static void Map(IEndpointRouteBuilder services) => services.MapPost(
        "/catalog/submissions/withdrawal", (Request request, WithdrawSubmitted withdraw, CancellationToken ct) => withdraw.Withdraw(request, ct));

    internal async Task<Response> Withdraw(Request request, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await FindHash(request, ct) is not { } hash)
            {
                return new Response(BatchErrors.UnknownMission, 0);
            }

            var applied = await withdrawals.Apply(
                new MissionsWithdrawn(Guid.CreateVersion7(), Guid.CreateVersion7(), request.PublisherId, SubmitMissions.Source, [new(request.ClientId, hash)]), ct);
            switch (applied.Missions[0].Outcome)
            {
                case Outcomes.Withdrawn: return new Response(null, applied.LastNumber);
                case Outcomes.OtherSource: return new Response(BatchErrors.OtherSource, 0);
            }
        }

        throw new TimeoutException($"Mission {request.ClientId} kept changing while it was withdrawn.");
    }

    private async Task<byte[]?> FindHash(Request request, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select hash from catalog.mission where id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = EntityId.OfMission(request.PublisherId, request.ClientId) });
        return await command.ExecuteScalarAsync(ct) as byte[];
    }
}
