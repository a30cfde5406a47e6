using Engagement.SeededFaults;

namespace Engagement.Repository.Tests;

/// <summary>The faults of <c>tools/SeededFaults</c> still fit the code; whether the tests catch them, <c>./dev seeded</c> says.</summary>
public sealed class SeededFaultTests
{
    private static readonly IReadOnlyList<SeededFault> Faults = SeededFault.ReadLists(Tree.Root);

    [Fact]
    public void The_code_that_a_fault_changes_stands_once_in_its_file() => Report.None(
        from fault in Faults
        where !File.Exists(Path.Combine(Tree.Root, fault.File)) || fault.Apply(Tree.Read(fault.File)) is not { } faulty || faulty == Tree.Read(fault.File)
        select $"{fault.Area}: {fault.Sentence} ({fault.File})",
        "Write the fault anew for the code that is there now, in tools/SeededFaults/faults.");

    [Fact]
    public void The_test_classes_that_a_fault_names_are_there() => Report.None(
        from fault in Faults
        from missing in fault.MissingClasses(Tree.Root)
        select $"{fault.Area}: {fault.Sentence}: {missing} is not in tests/{fault.Tests}",
        "Name one to three small classes that should catch the fault, in the line \"first:\".");

    [Fact]
    public void Each_fault_has_a_sentence_of_its_own() => Report.None(
        Faults.CountBy(f => f.Sentence, StringComparer.Ordinal).Where(f => f.Value > 1).Select(f => f.Key), "Say what makes them differ.");
}
