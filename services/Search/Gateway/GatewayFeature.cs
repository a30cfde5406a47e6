using Engagement.Design;
using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Hosting;
using Engagement.Search.Cursors;
using Engagement.Search.ImportRuns;
using Engagement.Search.Keys;
using Engagement.Search.Missions;
using Engagement.Search.Organizations;
using Engagement.Search.Storage;
using Engagement.Search.Submissions;
using Npgsql;

namespace Engagement.Search.Gateway;

/// <summary>Everything that can be asked.</summary>
internal sealed class Query;

/// <summary>Everything that can be changed.</summary>
internal sealed class Mutation;

/// <summary>The front door: GraphQL, and the page that says so.</summary>
internal static class GatewayFeature
{
    private const double PriceOfFile = 200;

    internal static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddDesign();
        builder.Services.AddSingleton<Access>();
        builder.Services.AddSingleton<MissionLists>();
        builder.Services.AddSingleton<OrganizationLists>();
        builder.Services.AddInternalClient(WarmUp.Client, options => options.Search);
        builder.Services.AddSingleton<WarmUp>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        builder.Services.AddSingleton<CursorKey>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<CursorKey>());
        builder.Services.AddSingleton(provider => provider.GetRequiredService<CursorKey>().Codec);
        // Less than what an operation may take, so that a silent catalogue is told as such.
        builder.Services.AddInternalClient(CatalogSubmissions.Client, options => options.Catalog).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(4));
        builder.Services.AddSingleton<CatalogSubmissions>();
        builder.Services.AddInternalClient(ImporterMoves.Client, options => options.Importer).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(4));
        builder.Services.AddSingleton<ImporterMoves>();
        builder.Services.AddSingleton<SubmittedMissions>();
        builder.Services.AddGraphQLServer()
            .AddQueryType<Query>()
            .AddMutationType<Mutation>()
            .AddTypeExtensions(typeof(GatewayFeature).Assembly)
            .AddType<Mission>()
            .AddDataLoader<MissionById>()
            .AddDataLoader<OrganizationById>()
            .AddDataLoader<StructureByOrganization>()
            .AddDataLoader<NodeById>()
            .AddDataLoader<ReportByRun>()
            .AddDataLoader<RunById>()
            .AddHttpRequestInterceptor(Identify);
    }

    internal static void MapGateway(this WebApplication app)
    {
        // GraphQL charges each operation its own cost, and bounds its body itself; the explorer's files have a price.
        app.MapGroup("").WithPrice(PriceOfFile).MapGraphQL()
            .RequireKeyOrAnonymous().WithPrice(0).WithBodyDeadline(Timeout.InfiniteTimeSpan);
        var schema = new Lazy<string>(() => app.Services.GetRequiredService<GraphQLExecutor>().Schema.ToString());
        app.MapGet("/graphql/schema.graphql", () => TypedResults.Text(schema.Value, "text/plain")).WithPrice(PriceOfFile);
        app.MapDesign();
        app.MapGet("/", (HttpContext context) => context.Page<LandingPage>()).WithPrice(PriceOfFile);
        IdentifyKey.Map(app.MapInternal());
    }

    private static ValueTask Identify(HttpContext context, GraphQLRequestBuilder request)
    {
        var caller = context.Caller();
        request.SetState("caller", caller);
        request.IsAnonymous = caller.PartnerId is null;
        request.RegisteredDocumentsOnly = caller.Origins is null ? null : true;
        request.Suggestions = caller.PartnerId is not null;
        request.Payer = caller.PayingKey ?? (object)RateLimits.Network(context.ClientAddress());
        if (context.RequestServices.GetRequiredService<RateLimits>().Of(context, caller.PayingKey) is { } budget)
        {
            // Whoever has used up everything is not even read.
            if (!budget.Charge(0).IsAdmitted)
            {
                Charge(context, budget, 0);
            }

            request.Charge = cost => Charge(context, budget, cost);
            request.ChargeMore = budget.ChargeMore;
        }

        return ValueTask.CompletedTask;
    }

    private static void Charge(HttpContext context, Budget budget, double cost)
    {
        if (!budget.Admit(context, cost))
        {
            throw new GraphQLException(
                $"The budget of {budget.Limit:0} a minute is used up: ask again in {context.Response.Headers.RetryAfter} s, or for less at once.",
                ErrorCodes.TooManyRequests)
            {
                StatusCode = StatusCodes.Status429TooManyRequests,
            };
        }
    }
}

/// <summary>The secret that cursors are signed with, read from the database before the first request.</summary>
internal sealed class CursorKey([FromKeyedServices(SearchDb.Schema)] NpgsqlDataSource database, TimeProvider clock) : IHostedService
{
    private CursorCodec? codec;

    internal CursorCodec Codec => codec ?? throw new InvalidOperationException("The cursors' key is read when the host starts: ask for it later.");

    public async Task StartAsync(CancellationToken cancellationToken) =>
        codec = new CursorCodec(await SigningKeys.Get(database, "cursors", clock.GetUtcNow(), cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
