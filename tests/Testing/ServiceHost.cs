using Engagement.Hosting;
using Engagement.Messaging;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Testing;

/// <summary>One or several services of Engagement in the test's process, on a free port, as their <c>Program.cs</c> hosts them.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    /// <summary>The service secret of every test host.</summary>
    public const string Secret = "test-secret-of-at-least-32-characters";

    private ServiceHost(WebApplication app, Uri address)
    {
        App = app;
        Address = address;
        Client = new HttpClient { BaseAddress = address };
        Client.DefaultRequestHeaders.Add(InternalApi.SecretHeader, Secret);
    }

    /// <summary>The running application.</summary>
    public WebApplication App { get; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => App.Services;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Calls it, with the service secret.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it.</summary>
    /// <param name="add">Registers the services: <c>builder => builder.AddCatalog()</c>. The bus is added after it.</param>
    /// <param name="map">Maps their paths: <c>app => app.MapCatalog()</c>.</param>
    /// <param name="settings">Settings, over the defaults: a memory bus, every service at this address, environment Development.</param>
    public static async Task<ServiceHost> Start(
        Action<WebApplicationBuilder> add,
        Action<WebApplication> map,
        params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var app = Build(add, address, settings);
        app.MapServiceDefaults();
        map(app);
        try
        {
            await app.StartAsync();
            // A message published before its queue is bound reaches nobody; the services send again, tests would wait.
            await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
            return new ServiceHost(app, address);
        }
        catch
        {
            // The test gets no host that it could end.
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Builds it, and starts nothing.</summary>
    /// <param name="add">Registers the services.</param>
    /// <param name="address">Where it will listen, and where it looks for every service.</param>
    /// <param name="settings">Settings, over the defaults of <see cref="Start"/>.</param>
    internal static WebApplication Build(Action<WebApplicationBuilder> add, Uri address, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var given = settings.ToList();
        var environment = given.LastOrDefault(s => s.Key == "Environment").Value ?? "Development";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            // A host that watches its files holds an inotify instance, of which a user has 128: hosts that a failed test leaves would use them up.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = address.ToString(),
            ["Internal:Secret"] = Secret,
            ["Internal:Catalog"] = address.ToString(),
            ["Internal:Importer"] = address.ToString(),
            ["Internal:Search"] = address.ToString(),
            ["Logging:LogLevel:Default"] = "Warning",
            // It tells each attempt to reach a broker that a test stopped.
            ["Logging:LogLevel:MassTransit"] = "Critical",
        });
        builder.Configuration.AddInMemoryCollection(given);
        add(builder);
        builder.AddBus();
        return builder.Build();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
