using Engagement.Testing;

namespace Engagement.Catalog.Tests;

public sealed class SecurityHeaderTests
{
    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        await using var world = await CatalogWorld.Create();
        using var stranger = new HttpClient { BaseAddress = world.Host.Address };

        await SecurityHeaders.AssertOn(stranger, "GET /health/live", "GET /health/ready", "GET /internal/changes", "POST /internal/catalog/keys", "GET /nowhere");
        await SecurityHeaders.AssertOn(world.Host.Client, "GET /internal/changes", "POST /internal/catalog/keys", "GET /internal/catalog/structures");
    }
}
