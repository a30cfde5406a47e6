using System.Reflection;
using System.Text.RegularExpressions;

namespace Engagement.Missions.Tests;

public sealed class FormatPageTests
{
    private static readonly string[] OfRpde =
    [
        FeedCodes.ItemInvalid, FeedCodes.ItemIdMissing, FeedCodes.ItemStateInvalid, FeedCodes.ItemModifiedMissing, FeedCodes.ItemDataMissing, FeedCodes.KindIgnored,
        FeedCodes.KindMissing, FeedCodes.ClientIdDiffers,
    ];

    [Fact]
    public void Page_on_the_format_names_every_code_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "feeds", "format.md"));
        var named = Regex.Matches(page, "`([A-Z]+(?:_[A-Z]+)*)`", RegexOptions.NonBacktracking).Select(m => m.Groups[1].Value);
        var codes = new[] { typeof(FeedCodes), typeof(FeedException) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!);
        // The page also says how a run ends; those codes are Importer's.
        Assert.Equal(codes.Order(), named.Except(["HELD", "UNDONE_CONTENT"]).Order());
    }

    [Fact]
    public void Every_code_of_a_remark_comes_up_in_the_table_of_the_format()
    {
        var tried = FormatRows.All.SelectMany(r => r.Expected).Where(e => e[0] is '!' or '~').Select(e => e[1..]);

        // Those that need more than one element or mission have tests of their own.
        string[] elsewhere =
        [
            FeedCodes.UnknownElement, FeedCodes.TextTooLong, FeedCodes.TooManyValues, FeedCodes.TooManyWarnings, FeedCodes.TooManyWords,
            FeedCodes.OrganizationConflict, FeedCodes.TitleTooLong, FeedCodes.ApplicationUrlTooLong, FeedCodes.OrganizationNameTooLong, .. OfRpde,
        ];
        var codes = typeof(FeedCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.Empty(codes.Except(tried).Except(elsewhere));
    }
}
