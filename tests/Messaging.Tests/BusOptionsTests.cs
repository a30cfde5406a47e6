using Engagement.Hosting;
using Engagement.Testing;
using Microsoft.Extensions.Options;

namespace Engagement.Messaging.Tests;

public sealed class BusOptionsTests
{
    [Theory]
    [InlineData("Bus:RabbitMq:Host", "Bus__RabbitMq__Host")]
    [InlineData("Bus:RabbitMq:Password", "Bus__RabbitMq__Password")]
    public async Task A_broker_that_is_not_fully_named_stops_the_start_and_says_which_setting_to_mend(string missing, string named)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Bus:Transport"] = "RabbitMq",
            ["Bus:RabbitMq:User"] = "engagement",
            ["Bus:RabbitMq:Password"] = "secret",
            [missing] = "",
        };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ServiceHost.Start(builder => builder.AddServiceDefaults(), _ => { }, settings));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
