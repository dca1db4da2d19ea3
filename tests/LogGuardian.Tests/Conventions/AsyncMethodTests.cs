using System.Reflection;

namespace LogGuardian.Tests.Conventions;

public sealed class AsyncMethodTests
{
    private static readonly Type[] AsyncTypes = [typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(IAsyncEnumerable<>), typeof(IAsyncEnumerator<>)];

    [Fact]
    public void PublicMethod_WithCancellationToken_HasItLast() => Violations.None(
        from method in ShippedAssemblies.PublicMethods
        let parameters = method.GetParameters()
        where parameters.SkipLast(1).Any(parameter => parameter.ParameterType == typeof(CancellationToken))
        select $"{ShippedAssemblies.NameOf(method)} has a parameter after its CancellationToken; the token is last.");

    [Fact]
    public void PublicMethod_ThatIsAsynchronous_EndsInAsync() => Violations.None(
        from method in ShippedAssemblies.PublicMethods
        where IsAsync(method) && !method.Name.EndsWith("Async", StringComparison.Ordinal)
        select $"{ShippedAssemblies.NameOf(method)} returns {method.ReturnType.Name}; the name of an asynchronous method ends in Async.");

    [Fact]
    public void PublicMethod_ThatEndsInAsync_IsAsynchronous() => Violations.None(
        from method in ShippedAssemblies.PublicMethods
        where method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAsync(method)
        select $"{ShippedAssemblies.NameOf(method)} returns {method.ReturnType.Name}; only an asynchronous method ends in Async.");

    [Fact]
    public void PublicMethod_ThatIsAsynchronous_CanBeCancelled() => Violations.None(
        from method in ShippedAssemblies.PublicMethods
        where IsAsync(method) && method.Name != nameof(IAsyncDisposable.DisposeAsync)
            && method.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken))
        select $"{ShippedAssemblies.NameOf(method)} cannot be cancelled; every asynchronous method takes a CancellationToken.");

    private static bool IsAsync(MethodInfo method)
    {
        Type type = method.ReturnType;
        return typeof(Task).IsAssignableFrom(type) || AsyncTypes.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
    }
}
