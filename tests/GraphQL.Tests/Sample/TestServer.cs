using System.Text.Json;
using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.GraphQL.Tests.Sample;

/// <summary>The sample schema, executed in process.</summary>
public sealed class TestServer : IDisposable
{
    private readonly ServiceProvider _services;

    public TestServer(Action<GraphQLOptions>? configure = null, Action<GraphQLServerBuilder>? declare = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(Shelf);
        var builder = Declare(services);
        declare?.Invoke(builder);
        builder.ModifyOptions(configure ?? (_ => { }));
        _services = services.BuildServiceProvider();
    }

    public Shelf Shelf { get; } = new();

    public GraphQLExecutor Executor => _services.GetRequiredService<GraphQLExecutor>();

    public static GraphQLServerBuilder Declare(IServiceCollection services) => services.AddGraphQLServer()
        .AddQueryType<Query>().AddMutationType<Mutation>()
        .AddTypeExtension(typeof(BookFields)).AddTypeExtension(typeof(AuthorFields))
        .AddDataLoader<AuthorById>().AddDataLoader<BooksByAuthor>();

    public async Task<string> Run(string query, object? variables = null, string? operationName = null)
    {
        using var scope = _services.CreateScope();
        var request = new GraphQLRequest
        {
            Query = query,
            OperationName = operationName,
            Variables = variables is null ? null : variables is string json ? JsonElement.Parse(json) : JsonSerializer.SerializeToElement(variables),
        };
        using var response = await Executor.Execute(request, scope.ServiceProvider);
        return response.ToString();
    }

    public void Dispose() => _services.Dispose();
}
