using Engagement.Search.Cursors;
using Engagement.Search.Index;

namespace Engagement.Search.Tests.Cursors;

public sealed class CursorCodecTests
{
    private static readonly MissionPosition Position = new(-123_456_789_012_345, Guid.Parse("0190b6a2-0000-8000-8000-00000000abcd"));
    private static readonly CursorScope Scope = CursorScope.Of("théâtre", Theatre, MissionOrder.StartDate, null);

    private static MissionFilter Theatre => new() { Domains = ["culture-loisirs"], Place = new PlaceFilter { Departments = ["75"] } };

    private readonly CursorCodec codec = new("a key of the test"u8.ToArray());

    [Fact]
    public void A_cursor_gives_its_position_back()
    {
        var text = codec.Write(Position, Scope);
        Assert.Equal(CursorOutcome.Read, codec.Read(text, Scope, out var read));
        Assert.Equal(Position, read);
        Assert.Matches("^[A-Za-z0-9_-]{60,70}$", text);
    }

    [Fact]
    public void An_equal_query_has_the_same_scope()
    {
        Assert.Equal(Scope, CursorScope.Of("théâtre", Theatre, MissionOrder.StartDate, null));
    }

    public static TheoryData<string?, string, int, bool> OtherQueries => new()
    {
        { "danse", "75", (int)MissionOrder.StartDate, false },
        { null, "75", (int)MissionOrder.StartDate, false },
        { "théâtre", "69", (int)MissionOrder.StartDate, false },
        { "théâtre", "75", (int)MissionOrder.PostedDate, false },
        { "théâtre", "75", (int)MissionOrder.StartDate, true },
    };

    [Theory]
    [MemberData(nameof(OtherQueries))]
    public void A_cursor_of_another_query_is_a_mismatch(string? search, string department, int order, bool withPartner)
    {
        var filter = Theatre with { Place = new PlaceFilter { Departments = [department] } };
        var other = CursorScope.Of(search, filter, (MissionOrder)order, withPartner ? Guid.Empty : null);
        Assert.Equal(CursorOutcome.Mismatch, codec.Read(codec.Write(Position, Scope), other, out _));
    }

    [Fact]
    public void Every_changed_letter_makes_a_cursor_invalid()
    {
        var text = codec.Write(Position, Scope);
        for (var i = 0; i < text.Length; i++)
        {
            var damaged = string.Concat(text.AsSpan(0, i), text[i] == 'A' ? "B" : "A", text.AsSpan(i + 1));
            Assert.Equal(CursorOutcome.Invalid, codec.Read(damaged, Scope, out var read));
            Assert.Equal(default, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a cursor at all, but as long as one would be, or about so!!!!!")]
    public void What_is_not_a_cursor_is_invalid(string text) => Assert.Equal(CursorOutcome.Invalid, codec.Read(text, Scope, out _));

    [Fact]
    public void A_cursor_signed_with_another_key_is_invalid()
    {
        var other = new CursorCodec("another key"u8.ToArray());
        Assert.Equal(CursorOutcome.Invalid, codec.Read(other.Write(Position, Scope), Scope, out _));
    }
}
