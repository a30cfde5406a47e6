using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Tests.Sample;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.GraphQL.Tests.Execution;

/// <summary>Each limit is a setting, and one that makes no sense is told by its name before the first request.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("MaxCharacters", "0")]
    [InlineData("MaxTokens", "0")]
    [InlineData("MaxDepth", "0")]
    [InlineData("MaxIntrospectionDepth", "1001")]
    [InlineData("MaxAliases", "-1")]
    [InlineData("MaxDirectives", "-1")]
    [InlineData("MaxCost", "0")]
    [InlineData("ExecutionTimeout", "00:00:00")]
    [InlineData("MaxRequestBytes", "0")]
    [InlineData("DocumentCacheSize", "0")]
    [InlineData("MaxValidationErrors", "0")]
    public void A_limit_out_of_its_range_is_refused_by_name(string setting, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(setting, value));
        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_are_those_of_the_standards()
    {
        var options = Read("Explorer", "true");
        Assert.Equal((10, 20, 15, 50, 2_000, 15_000), (options.MaxDepth, options.MaxIntrospectionDepth, options.MaxAliases, options.MaxDirectives, options.MaxTokens, options.MaxCharacters));
        Assert.Equal(TimeSpan.FromSeconds(5), options.ExecutionTimeout);
        Assert.False(options.Suggestions);
    }

    private static GraphQLOptions Read(string setting, string value)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"GraphQL:{setting}", (string?)value)]).Build());
        services.AddGraphQLServer().AddQueryType<Query>();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<GraphQLOptions>>().Value;
    }
}
