using Engagement.Testing;

namespace Engagement.Catalog.Tests;

public sealed class HostileRequestTests
{
    [Fact]
    public async Task Every_path_answers_what_cannot_be_read_with_a_clear_refusal()
    {
        await using var world = await CatalogWorld.Create();
        using var client = new HttpClient(new ToHost(world.Host, ("x-engagement-secret", ServiceHost.Secret)));

        await HostileRequests.Send(world.Host, client, least: 700);
    }

    [Fact]
    public async Task Without_the_secret_every_internal_path_is_404_before_anything_is_read()
    {
        await using var world = await CatalogWorld.Create();

        await InternalPaths.AreClosed(world.Host, least: 10);
    }
}
