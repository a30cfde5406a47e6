using System.Text.RegularExpressions;

namespace Engagement.Repository.Tests;

public sealed partial class TextTests
{
    // Written in two pieces so that this file does not name them.
    private static readonly string[] RegistryHosts =
    [
        "api.nuget" + ".org", "nuget.org" + "/api", "registry.npmjs" + ".org", "deb.debian" + ".org", "registry.yarnpkg" + ".com",
    ];

    private static IEnumerable<string> Texts => Tree.Files.Where(f => Path.GetExtension(f) is not (".gz" or ".png" or ".sln" or ".jpg" or ".woff2"));

    [Fact]
    public void No_file_names_a_path_of_one_machine()
    {
        var found = from file in Texts
                    from line in Tree.Lines(file)
                    where MachinePath().IsMatch(line)
                    select $"{file}: {line.Trim()}";
        Report.None(found, "Use a path from the root of the repository.");
    }

    [Fact]
    public void No_file_names_a_package_registry()
    {
        var found = from file in Texts
                    let text = Tree.Read(file)
                    from host in RegistryHosts
                    where text.Contains(host, StringComparison.OrdinalIgnoreCase)
                    select $"{file}: {host}";
        Report.None(found, "Packages come from wherever the machine is set up to take them.");
    }

    [Fact]
    public void Nothing_is_left_unfinished_or_switched_off()
    {
        var marks = new[] { "TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "Skip" + " = \"" };
        var found = from file in Texts
                    where file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".sh", StringComparison.Ordinal)
                    from line in Tree.Lines(file)
                    where marks.Any(m => line.Contains(m, StringComparison.Ordinal))
                    select $"{file}: {line.Trim()}";
        Report.None(found, "Finish it.");
    }

    [Fact]
    public void Libraries_may_not_leave_public_members_without_a_description()
    {
        var silenced = Tree.Projects.Where(p => p.StartsWith("libraries/", StringComparison.Ordinal) && Tree.Read(p).Contains("CS1591", StringComparison.Ordinal));
        Report.None(silenced, "The build refuses undocumented public members of libraries; do not silence it.");
    }

    [GeneratedRegex(@"(^|[^A-Za-z0-9_.])/(work|root|home)/[a-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachinePath();
}
