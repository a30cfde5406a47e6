using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

public sealed class ProtectionTests
{
    [Fact]
    public async Task What_one_instance_protects_another_reads_and_the_database_alone_does_not_tell_how()
    {
        await using var world = await ImporterWorld.Start();
        var secret = Protector(world).Protect("identifiants du flux");
        await using var another = await world.StartAnother();

        Assert.Equal("identifiants du flux", Protector(another).Unprotect(secret));
        var keys = await world.List("select body from importer.protection_key");
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains("<wrapped", key, StringComparison.Ordinal));
        Assert.All(keys, key => Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instance_with_another_secret_reads_nothing()
    {
        await using var world = await ImporterWorld.Start();
        var secret = Protector(world).Protect("identifiants du flux");
        await using var stranger = await world.StartAnother(KeyValuePair.Create("Protection:Secret", (string?)"another-secret-of-at-least-32-characters"));

        Assert.ThrowsAny<CryptographicException>(() => Protector(stranger).Unprotect(secret));
    }

    private static IDataProtector Protector(ImporterWorld world) => world.Host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
