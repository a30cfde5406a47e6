namespace Engagement.Repository.Tests;

public sealed class NamingTests
{
    // Folders named so collect what has no other place; then nobody finds anything.
    private static readonly string[] SaysNothing = ["Common", "Core", "Utils", "Helpers", "Manager", "Managers", "Base", "Impl", "Misc", "Shared"];

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        var folders = Tree.Files.SelectMany(f => f.Split('/')[..^1]).Distinct(StringComparer.Ordinal);
        Report.None(folders.Intersect(SaysNothing, StringComparer.OrdinalIgnoreCase), "Name the folder after the feature.");
    }

    [Fact]
    public void No_type_or_namespace_has_a_name_that_says_nothing()
    {
        var types = from module in Code.Modules
                    from type in module.Types
                    where type.Namespace.Split('.').Append(type.Name).Any(n => SaysNothing.Contains(n, StringComparer.Ordinal))
                        || type.Name.EndsWith("Helper", StringComparison.Ordinal)
                        || type.Name.EndsWith("Utils", StringComparison.Ordinal)
                        || type.Name.EndsWith("Manager", StringComparison.Ordinal)
                    select type.FullName;
        Report.None(types, "Say what it does.");
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var misplaced = from file in Tree.Files
                        where file.EndsWith(".cs", StringComparison.Ordinal)
                        let project = Tree.Projects.Where(p => file.StartsWith(Path.GetDirectoryName(p)! + "/", StringComparison.Ordinal)).MaxBy(p => p.Length)
                        where project is not null
                        let expected = NamespaceOf(project, file)
                        let actual = Tree.Lines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal))?[10..].TrimEnd(';')
                        where actual is not null && actual != expected
                        select $"{file}: {actual} instead of {expected}";
        Report.None(misplaced, "Move the file, or mend the namespace.");
    }

    private static string NamespaceOf(string project, string file)
    {
        var name = Tree.NameOf(project);
        var root = name.StartsWith("Engagement.", StringComparison.Ordinal) ? name : $"Engagement.{name}";
        var folder = Path.GetRelativePath(Path.GetDirectoryName(project)!, Path.GetDirectoryName(file)!);
        return folder == "." ? root : $"{root}.{folder.Replace('/', '.')}";
    }
}
