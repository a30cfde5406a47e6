using Engagement.GraphQL.Execution;

namespace Engagement.Search.Tests.Gateway;

/// <summary>Hostile documents over the gateway's own schema, each with the code that it must get; null: it is answered.</summary>
internal static class AttackDocuments
{
    internal static readonly IReadOnlyDictionary<string, (string Query, string? Code)> All = new Dictionary<string, (string, string?)>(StringComparer.Ordinal)
    {
        ["deep nesting"] = ("{" + Nested(4, "missions(first:1){nodes{organization", "name") + "}", ErrorCodes.TooDeep),
        ["very deep nesting"] = ("{" + Nested(300, "missions{nodes{organization", "name") + "}", ErrorCodes.ParseFailed),
        ["deep nesting through fragments"] = ("{missions(first:1){nodes{...F0}}}" + Times(20, i => $" fragment F{i} on Mission{{organization{{missions(first:1){{nodes{{...F{i + 1}}}}}}}}}") + " fragment F20 on Mission{id}", ErrorCodes.TooDeep),
        ["deep introspection"] = ("{__type(name:\"Query\"){" + Times(25, _ => "ofType{") + "name" + new string('}', 25) + "}}", ErrorCodes.TooDeep),
        ["circular introspection"] = ("{__schema{" + Times(11, _ => "types{fields{type{") + "name" + new string('}', 33) + "}}", ErrorCodes.ValidationFailed),
        ["deep lists"] = ("{missions(filter:{domains:" + new string('[', 900) + new string(']', 900) + "}){totalCount}}", ErrorCodes.ParseFailed),
        ["alias flood"] = ("{" + Times(200, i => $"a{i}:missions{{totalCount}} ") + "}", ErrorCodes.TooManyAliases),
        ["aliases through fragments"] = ("{" + Times(10, i => $"a{i}:missions{{...F}}") + "} fragment F on MissionConnection{x:totalCount y:totalCount}", ErrorCodes.TooManyAliases),
        ["alias bomb"] = ("{missions{nodes{...F0}}}" + Times(3, i => $" fragment F{i} on Mission{{a:organization{{missions{{nodes{{...F{i + 1}}}}}}} b:organization{{missions{{nodes{{...F{i + 1}}}}}}}}}") + " fragment F3 on Mission{id}", ErrorCodes.TooDeep),
        ["directive flood"] = ("{__typename " + Times(60, _ => "...@include(if:true){__typename}") + "}", ErrorCodes.TooManyDirectives),
        ["repeated directive"] = ("{__typename" + Times(250, _ => "@include(if:true)") + "}", ErrorCodes.ValidationFailed),
        ["unknown directives"] = ("{__typename" + Times(900, i => $"@d{i}") + "}", ErrorCodes.ValidationFailed),
        ["token flood"] = ("{" + Times(2100, _ => "a ") + "}", ErrorCodes.TooManyTokens),
        ["character flood"] = ("{__typename #" + new string('x', 15_000) + "\n}", ErrorCodes.DocumentTooLarge),
        ["fragment cycle"] = ("{missions{...A}} fragment A on MissionConnection{nodes{...B}} fragment B on Mission{organization{missions{...A}}}", ErrorCodes.ValidationFailed),
        ["wide fragment bomb"] = ("{missions{...F0}}" + Times(60, i => $" fragment F{i} on MissionConnection{{...F{i + 1} ...F{i + 1}}}") + " fragment F60 on MissionConnection{totalCount}", null),
        ["overlapping fields"] = ("{missions{" + Times(450, _ => "nodes{id}") + "}}", null),
        ["overlapping fragments"] = ("{missions{" + Times(40, i => $"...F{i} ") + "}}" + Times(40, i => $" fragment F{i} on MissionConnection{{nodes{{id ...F{(i + 1) % 40}x}}}} fragment F{i}x on Mission{{title}}"), null),
        ["conflicting fields"] = ("{missions{" + Times(300, i => i % 2 == 0 ? "nodes{x:id}" : "nodes{x:title}") + "}}", ErrorCodes.ValidationFailed),
        ["unused variables"] = ("query(" + Times(300, i => $"$v{i}:Int ") + "){__typename}", ErrorCodes.ValidationFailed),
        ["many operations"] = (Times(300, i => $"query Q{i}{{__typename}}"), ErrorCodes.OperationNotFound),
        ["huge number"] = ("{missions(first:" + new string('9', 10_000) + "){totalCount}}", ErrorCodes.ValidationFailed),
        ["huge float"] = ("{missions(filter:{compensation:{minAmount:1e99999}}){totalCount}}", ErrorCodes.ValidationFailed),
        ["a float beyond sense"] = ("{missions(filter:{compensation:{minAmount:1e300}}){totalCount}}", ErrorCodes.BadUserInput),
        ["unterminated string"] = ("{missions(search:\"" + new string('x', 10_000), ErrorCodes.ParseFailed),
        ["dear lists"] = ("{missions(first:100){nodes{organization{missions(first:100){nodes{organization{missions(first:100){totalCount}}}}}}}}", ErrorCodes.CostExceeded),
        ["dear map"] = ("{" + Times(9, i => $"m{i}:missionMap(bounds:{{west:-180,south:-90,east:180,north:90}},zoom:22){{cells{{mission{{organization{{missions(first:100){{totalCount}}}}}}}}}}") + "}", ErrorCodes.CostExceeded),
        ["negative list size"] = ("{missions(first:-5){nodes{id}}}", ErrorCodes.BadUserInput),
        ["negative facet size"] = ("{missions{facets{domains(first:-5){code}}}}", ErrorCodes.BadUserInput),
        ["list size beyond integers"] = ("{missions(first:2147483648){nodes{id}}}", ErrorCodes.ValidationFailed),
        ["lone surrogate"] = ("{missions(search:\"\\uD800\"){totalCount}}", ErrorCodes.ParseFailed),
        ["search of nothing but signs"] = ("{missions(search:\"" + new string('%', 400) + "\"){totalCount}}", null),
        ["text that SQL would take for a pattern"] = ("{organizations(search:\"%_\\\\'; drop table mission; --\"){totalCount}}", null),
        ["a character that PostgreSQL cannot hold"] = ("{organizations(search:\"a\\u0000b\"){totalCount}}", ErrorCodes.BadUserInput),
        ["a world turned round"] = ("{missionMap(bounds:{west:-180,south:90,east:180,north:-90},zoom:22){totalCount}}", ErrorCodes.BadUserInput),
        ["an id of nothing"] = ("{node(id:\"m" + new string('z', 5_000) + "\"){id}}", ErrorCodes.BadUserInput),
    };

    internal static string Times(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));

    private static string Nested(int count, string fields, string innermost) =>
        Times(count, _ => fields + "{") + innermost + new string('}', count * 3);
}
