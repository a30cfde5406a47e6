using Engagement.Search.Identifiers;

namespace Engagement.Search.Tests;

public sealed class PublicIdTests
{
    [Fact]
    public void An_id_is_read_back_from_its_text()
    {
        foreach (var id in Enumerable.Range(0, 200).Select(_ => Guid.NewGuid()).Append(Guid.Empty).Append(Guid.AllBitsSet))
        {
            var text = PublicId.Of(PublicId.Mission, id);

            Assert.Matches("^m[0-9a-hjkmnp-tv-z]{26}$", text);
            Assert.True(PublicId.TryParse(PublicId.Mission, text, out var read));
            Assert.Equal(id, read);
        }
    }

    [Theory]
    [InlineData("p0123456789abcdefghjkmnpqr0")]
    [InlineData("m0123456789abcdefghjkmnpqr")]
    [InlineData("m0123456789abcdefghjkmnpqr00")]
    public void An_id_of_the_wrong_kind_or_length_is_none(string text) => Assert.False(PublicId.TryParse(PublicId.Mission, text, out _));

    [Fact]
    public void An_entity_has_one_spelling()
    {
        var text = PublicId.Of(PublicId.Mission, new Guid("0191e7a0-0000-8000-8000-000000000001"));

        Assert.False(PublicId.TryParse(text.ToUpperInvariant(), out _, out _));
        Assert.False(PublicId.TryParse(text.Replace('0', 'o'), out _, out _));
        // The two last bits of 26 digits mean nothing and are zero.
        Assert.False(PublicId.TryParse(text[..^1] + "5", out _, out _));
    }

    [Fact]
    public void Ids_sort_as_their_UUIDs() =>
        Assert.True(string.CompareOrdinal(
            PublicId.Of(PublicId.Mission, new Guid("00000000-0000-8000-8000-000000000001")),
            PublicId.Of(PublicId.Mission, new Guid("10000000-0000-8000-8000-000000000000"))) < 0);
}
