using System.Text.Json;
using Engagement.Contracts;

namespace Engagement.Messaging.Tests;

/// <summary>What a message carries packed.</summary>
public sealed class PackedTests
{
    private const string Content = """{"title":"Accueillir à l'hôpital","description":"Accueillir à l'hôpital, écouter","descriptionHtml":"<p>Accueillir à l'hôpital, écouter</p>"}""";

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(Content)]
    public void Missions_come_back_byte_for_byte(string json)
    {
        var hash = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var sent = Batch(new ReceivedMission("007", hash, "W751000000", RawJson.Parse(json)), new ReceivedMission("7", hash, null, RawJson.Parse("1")));

        var received = Sent(sent);

        Assert.Equal((sent.BatchId, sent.RunId, sent.PublisherId, sent.Source), (received.BatchId, received.RunId, received.PublisherId, received.Source));
        var organization = Assert.Single(received.Organizations);
        Assert.Equal(("W751000000", Content), (organization.Key, organization.Content.ToString()));
        Assert.Equal(["007", "7"], received.Missions.Select(m => m.ClientId));
        Assert.Equal(["W751000000", null], received.Missions.Select(m => m.OrganizationKey));
        Assert.All(received.Missions, m => Assert.Equal(hash, m.Hash));
        Assert.Equal([json, "1"], received.Missions.Select(m => m.Content.ToString()));
    }

    [Fact]
    public void Changes_come_back_with_their_moment_and_without_a_body_for_a_tombstone()
    {
        var at = new DateTimeOffset(2026, 11, 2, 8, 30, 15, TimeSpan.Zero).AddTicks(1_234_560);
        Change[] entries = [new(41, ChangeKinds.Mission, Guid.NewGuid(), 3, at, RawJson.Parse(Content)), new(43, ChangeKinds.Structure, Guid.NewGuid(), 1, at, null)];

        var received = Sent(new Changes(40, 43, 50, entries));

        Assert.Equal((40, 43, 50), (received.After, received.To, received.Head));
        Assert.Equal(entries, received.Entries);
    }

    [Fact]
    public void Missions_that_repeat_each_other_take_little_room()
    {
        var batch = Batch([.. Enumerable.Range(0, 50).Select(i => new ReceivedMission($"m{i}", [], null, RawJson.Parse(Content)))]);

        var message = JsonSerializer.SerializeToUtf8Bytes(batch, MessageJson.Options);

        Assert.InRange(message.Length, 1, 50 * Content.Length / 5);
    }

    [Theory]
    [InlineData("\"AQ==\"")]
    [InlineData("\"wA==\"")]
    [InlineData("\"ktQAAA==\"")]
    [InlineData("\"%\"")]
    public void Damage_is_told_as_bad_json(string packed)
    {
        var message = $$"""{"after":0,"to":1,"head":1,"content":{{packed}}}""";

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Changes>(message, MessageJson.Options));
    }

    private static MissionsReceived Batch(params ReceivedMission[] missions) => new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "push", [new ReceivedOrganization("W751000000", [1], RawJson.Parse(Content))], missions);

    private static T Sent<T>(T message) => JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Options), MessageJson.Options)!;
}
