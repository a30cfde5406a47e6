using System.Text;
using System.Text.Json;
using Engagement.Contracts;

namespace Engagement.Messaging.Tests;

/// <summary>JSON that only passes through a message.</summary>
public sealed class PackedJsonTests
{
    private const string Content = """{"title":"Accueillir à l'hôpital","description":"Accueillir à l'hôpital, écouter","descriptionHtml":"<p>Accueillir à l'hôpital, écouter</p>"}""";

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(Content)]
    public void Comes_back_byte_for_byte(string json)
    {
        var message = JsonSerializer.Serialize(Mission(RawJson.Parse(json)), MessageJson.Options);

        Assert.Equal(json, JsonSerializer.Deserialize<ReceivedMission>(message, MessageJson.Options)!.Content.ToString());
    }

    [Fact]
    public void Takes_less_room_than_the_content()
    {
        var content = RawJson.Parse($"[{string.Join(',', Enumerable.Repeat(Content, 20))}]");

        var message = JsonSerializer.SerializeToUtf8Bytes(Mission(content), MessageJson.Options);

        Assert.InRange(message.Length, 1, content.Utf8.Length / 2);
    }

    [Fact]
    public void What_an_earlier_version_sent_is_read()
    {
        var message = Message(Encoding.UTF8.GetBytes(Content));

        Assert.Equal(Content, JsonSerializer.Deserialize<ReceivedMission>(message, MessageJson.Options)!.Content.ToString());
    }

    [Fact]
    public void Damage_is_told_as_bad_json()
    {
        var message = Message([1, 200, 1, 255, 255, 255]);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ReceivedMission>(message, MessageJson.Options));
    }

    private static ReceivedMission Mission(RawJson content) => new("a", new byte[32], null, content);

    private static string Message(byte[] packed) => $$"""{"clientId":"a","hash":"","content":"{{Convert.ToBase64String(packed)}}"}""";
}
