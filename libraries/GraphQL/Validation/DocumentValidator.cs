using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;
using Engagement.GraphQL.Validation.Rules;

namespace Engagement.GraphQL.Validation;

/// <summary>Walks a document once with all rules.</summary>
internal sealed class DocumentValidator
{
    private readonly ValidationContext _context;
    private readonly ValidationRule[] _rules;

    private DocumentValidator(ValidationContext context, ValidationRule[] rules)
    {
        _context = context;
        _rules = rules;
        foreach (var rule in rules)
        {
            rule.Context = context;
        }
    }

    /// <summary>The rules of the specification, in its order.</summary>
    internal static ValidationRule[] AllRules() =>
    [
        new ExecutableDefinitions(), new KnownOperationTypes(), new UniqueOperationNames(), new LoneAnonymousOperation(), new SingleFieldSubscriptions(),
        new KnownTypeNames(), new FragmentsOnCompositeTypes(), new VariablesAreInputTypes(), new ScalarLeafs(), new FieldsOnCorrectType(),
        new UniqueFragmentNames(), new KnownFragmentNames(), new NoUnusedFragments(), new PossibleFragmentSpreads(), new NoFragmentCycles(),
        new UniqueVariableNames(), new NoUndefinedVariables(), new NoUnusedVariables(), new KnownDirectives(), new UniqueDirectivesPerLocation(),
        new KnownArgumentNames(), new UniqueArgumentNames(), new ValuesOfCorrectType(), new ProvidedRequiredArguments(),
        new VariablesInAllowedPosition(), new OverlappingFieldsCanBeMerged(), new UniqueInputFieldNames(),
    ];

    internal static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, int maxErrors = 100, bool suggestions = true) =>
        Validate(schema, document, AllRules(), maxErrors, suggestions);

    internal static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, ValidationRule[] rules, int maxErrors = 100, bool suggestions = true)
    {
        var context = new ValidationContext(schema, document, maxErrors, suggestions);
        new DocumentValidator(context, rules).Walk();
        return context.Errors;
    }

    private void Walk()
    {
        foreach (var rule in _rules)
        {
            rule.EnterDocument(_context.Document);
        }
        foreach (var definition in _context.Document.Definitions.OfType<ExecutableDefinitionNode>())
        {
            _context.Usages.Enter(definition);
            switch (definition)
            {
                case OperationNode operation:
                    Walk(operation);
                    break;
                case FragmentNode fragment:
                    Walk(fragment);
                    break;
            }
        }
        foreach (var rule in _rules)
        {
            rule.LeaveDocument(_context.Document);
        }
    }

    private void Walk(OperationNode operation)
    {
        foreach (var rule in _rules)
        {
            rule.EnterOperation(operation);
        }
        foreach (var variable in operation.Variables)
        {
            Walk(variable);
        }
        var (root, location) = operation.Kind switch
        {
            OperationKind.Query => (_context.Schema.Query, DirectiveLocations.Query),
            OperationKind.Mutation => (_context.Schema.Mutation, DirectiveLocations.Mutation),
            _ => (_context.Schema.Subscription, DirectiveLocations.Subscription),
        };
        Walk(operation.Directives, location);
        Walk(operation.SelectionSet, root);
    }

    private void Walk(VariableDefinitionNode variable)
    {
        foreach (var rule in _rules)
        {
            rule.EnterVariableDefinition(variable);
        }
        Walk(variable.Type);
        if (variable.DefaultValue is not null)
        {
            var type = TypeReferences.Resolve(_context.Schema, variable.Type);
            Walk(variable.DefaultValue, type is { IsInput: true } ? type : null, hasDefault: false);
        }
        Walk(variable.Directives, DirectiveLocations.VariableDefinition);
    }

    private void Walk(FragmentNode fragment)
    {
        foreach (var rule in _rules)
        {
            rule.EnterFragment(fragment);
        }
        Walk(fragment.TypeCondition);
        Walk(fragment.Directives, DirectiveLocations.FragmentDefinition);
        Walk(fragment.SelectionSet, _context.Schema.Type(fragment.TypeCondition.Name.Value) as CompositeType);
    }

    private void Walk(TypeNode type)
    {
        switch (type)
        {
            case ListTypeNode list:
                Walk(list.Item);
                break;
            case NonNullTypeNode nonNull:
                Walk(nonNull.Inner);
                break;
            case NamedTypeNode named:
                foreach (var rule in _rules)
                {
                    rule.EnterNamedType(named);
                }
                break;
        }
    }

    private void Walk(SelectionSetNode selections, CompositeType? parent)
    {
        _context.Parent = parent;
        foreach (var rule in _rules)
        {
            rule.EnterSelectionSet(selections, parent);
        }
        foreach (var selection in selections.Selections)
        {
            if (_context.IsFull)
            {
                return;
            }
            _context.Parent = parent;
            switch (selection)
            {
                case FieldNode field:
                    Walk(field, parent);
                    break;
                case InlineFragmentNode inline:
                    Walk(inline, parent);
                    break;
                case FragmentSpreadNode spread:
                    Walk(spread);
                    break;
            }
        }
    }

    private void Walk(FieldNode field, CompositeType? parent)
    {
        var definition = parent is null ? null : _context.Schema.FieldOf(parent, field.Name.Value);
        foreach (var rule in _rules)
        {
            rule.EnterField(field, definition);
        }
        Walk(field.Arguments, definition?.Arguments);
        Walk(field.Directives, DirectiveLocations.Field);
        if (field.SelectionSet is not null)
        {
            Walk(field.SelectionSet, definition?.Type.Named as CompositeType);
        }
    }

    private void Walk(InlineFragmentNode inline, CompositeType? parent)
    {
        foreach (var rule in _rules)
        {
            rule.EnterInlineFragment(inline, parent);
        }
        if (inline.TypeCondition is not null)
        {
            Walk(inline.TypeCondition);
        }
        Walk(inline.Directives, DirectiveLocations.InlineFragment);
        Walk(inline.SelectionSet, inline.TypeCondition is null ? parent : _context.Schema.Type(inline.TypeCondition.Name.Value) as CompositeType);
    }

    private void Walk(FragmentSpreadNode spread)
    {
        _context.Usages.AddSpread(spread.Name.Value);
        foreach (var rule in _rules)
        {
            rule.EnterSpread(spread);
        }
        Walk(spread.Directives, DirectiveLocations.FragmentSpread);
    }

    private void Walk(IReadOnlyList<DirectiveNode> directives, string location)
    {
        if (directives.Count == 0)
        {
            return;
        }
        foreach (var rule in _rules)
        {
            rule.EnterDirectives(directives, location);
        }
        foreach (var directive in directives)
        {
            Walk(directive.Arguments, _context.Schema.Directive(directive.Name.Value)?.Arguments);
        }
    }

    private void Walk(IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<InputValueDefinition>? definitions)
    {
        foreach (var argument in arguments)
        {
            var definition = definitions?.FirstOrDefault(d => d.Name == argument.Name.Value);
            Walk(argument.Value, definition?.Type, definition?.DefaultValue is not null);
        }
    }

    private void Walk(ValueNode value, GraphQLType? type, bool hasDefault)
    {
        foreach (var rule in _rules)
        {
            rule.EnterValue(value, type);
        }
        FindVariables(value, type, hasDefault, isOneOf: false);
    }

    private void FindVariables(ValueNode value, GraphQLType? type, bool hasDefault, bool isOneOf)
    {
        switch (value)
        {
            case VariableNode variable:
                _context.Usages.Add(new VariableUsage(variable, type, hasDefault, isOneOf));
                break;
            case ListNode list:
                // A list where none is expected is a list of that type, for what its items expect.
                var item = type?.Nullable is ListType expected ? expected.Item : type;
                foreach (var node in list.Items)
                {
                    FindVariables(node, item, hasDefault: false, isOneOf: false);
                }
                break;
            case ObjectNode fields:
                var input = type?.Named as InputObjectType;
                foreach (var field in fields.Fields)
                {
                    var definition = input?.Fields.Find(f => f.Name == field.Name.Value);
                    FindVariables(field.Value, definition?.Type, definition?.DefaultValue is not null, input?.IsOneOf == true);
                }
                break;
        }
    }
}
