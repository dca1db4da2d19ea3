using System.Reflection;
using System.Runtime.CompilerServices;

namespace LogGuardian.Tests.Conventions;

/// <summary>The assemblies of the packages that the tests reference.</summary>
internal static class ShippedAssemblies
{
    private static readonly Assembly[] All =
    [
        .. Repository.ShippedProjects
            .Select(project => project.Property("AssemblyName") ?? project.Name)
            .Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll")))
            .Select(Assembly.Load),
    ];

    /// <summary>All types that people wrote; at least those of Core.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. All.SelectMany(assembly => assembly.GetTypes()).Where(type => !IsGenerated(type))];

    public static IReadOnlyList<Type> PublicTypes { get; } = [.. Types.Where(type => type.IsVisible)];

    /// <summary>Public methods of public types, declared there; property accessors and operators left out.</summary>
    public static IEnumerable<MethodInfo> PublicMethods => PublicTypes
        .Where(type => !typeof(Delegate).IsAssignableFrom(type))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute)));

    public static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.Name.Contains('<', StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsGenerated(outer))
        || type.Namespace?.StartsWith("LogGuardian", StringComparison.Ordinal) != true;
}
