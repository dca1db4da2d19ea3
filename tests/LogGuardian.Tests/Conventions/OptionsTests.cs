using System.Reflection;
using System.Runtime.CompilerServices;

namespace LogGuardian.Tests.Conventions;

public sealed class OptionsTests
{
    private static IEnumerable<Type> Options => ShippedAssemblies.PublicTypes.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal));

    [Fact]
    public void Options_OfEveryStage_AreSealedRecords() => Violations.None(
        Options.Where(type => !type.IsSealed || type.GetMethod("<Clone>$") is null)
            .Select(type => $"{type.Name} must be a sealed record, so that it is copied where it enters."));

    [Fact]
    public void Options_OfEveryStage_HaveAParameterlessConstructor() => Violations.None(
        Options.Where(type => type.GetConstructor(Type.EmptyTypes) is null)
            .Select(type => $"{type.Name} has no public constructor without parameters; a configuration binder needs one."));

    [Fact]
    public void OptionsProperty_OfEveryStage_CanBeSet() => Violations.None(
        from type in Options
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetMethod is null || property.SetMethod is not { IsPublic: true } set || IsInitOnly(set)
        select $"{type.Name}.{property.Name} must have get and set; the configuration binder silently leaves an init-only property at its default.");

    [Fact]
    public void OptionsDefaults_OfEveryStage_AreValid() => Violations.None(Options.Select(Problem).OfType<string>());

    private static bool IsInitOnly(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    /// <summary>What is wrong with the defaults. The check is the options' own: Validated() on the instance or Take(options) on the type.</summary>
    private static string? Problem(Type type)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            return $"{type.Name}: there are no defaults to check without a public constructor that takes nothing.";
        }

        object defaults = Activator.CreateInstance(type)!;
        try
        {
            object? copy = type.GetMethod("Validated", Any, Type.EmptyTypes)?.Invoke(defaults, null)
                ?? type.GetMethod("Take", Any, [type])?.Invoke(null, [defaults]);
            return copy is null ? $"{type.Name} has neither Validated() nor Take(options); options are checked and copied where they enter."
                : !copy.Equals(defaults) ? $"{type.Name}: checking the defaults changes them."
                : ReferenceEquals(copy, defaults) ? $"{type.Name}: the check must hand over a copy, which later changes do not reach."
                : null;
        }
        catch (TargetInvocationException e)
        {
            return $"{type.Name}: the defaults are not valid: {e.InnerException!.Message}";
        }
    }
}
