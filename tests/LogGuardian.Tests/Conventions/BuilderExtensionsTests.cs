using System.Reflection;

namespace LogGuardian.Tests.Conventions;

/// <summary>A stage has one door: a static class of builder extensions beside its implementation.</summary>
public sealed class BuilderExtensionsTests
{
    private const string Ending = "BuilderExtensions";

    private static readonly Type[] Contracts =
        [typeof(ILogSource), typeof(ILogParser), typeof(IWindower), typeof(IDetector), typeof(IExplainer), typeof(IDetectionSink)];

    private static IEnumerable<Type> Doors => ShippedAssemblies.PublicTypes.Where(type => type.Name.EndsWith(Ending, StringComparison.Ordinal));

    [Fact]
    public void BuilderExtensions_OfEveryStage_AreInTheRootNamespace() => Violations.None(
        Doors.Where(door => door.Namespace != "LogGuardian" || !door.IsAbstract || !door.IsSealed)
            .Select(door => $"{door.FullName} must be a static class in the namespace LogGuardian, where the builder is."));

    [Fact]
    public void BuilderExtension_OfEveryStage_GivesTheBuilderBack() => Violations.None(
        from door in Doors
        from method in door.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.ReturnType != typeof(AnomalyDetectorBuilder) || method.GetParameters() is not [{ } first, ..] || first.ParameterType != typeof(AnomalyDetectorBuilder)
        select $"{door.Name}.{method.Name} must extend and return AnomalyDetectorBuilder, so that calls chain.");

    [Fact]
    public void StageFolder_WithADoor_HoldsAnInternalSealedImplementation() => Violations.None(
        from folder in DoorFolders
        where ImplementationsBelow(folder).Length == 0
        select $"{folder} has builder extensions and no internal sealed implementation of a stage contract beside or below them.");

    [Fact]
    public void DetectorFolder_HoldsOneDetectorWithItsOptionsAndDoor() => Violations.None(
        from type in ShippedAssemblies.Types
        where type is { IsClass: true, IsNested: false, IsAbstract: false } && typeof(IDetector).IsAssignableFrom(type)
        from file in Repository.Find("src", type.Name + ".cs")
        let folder = file[..file.LastIndexOf('/')]
        let stage = type.Name[..^"Detector".Length]
        from missing in new[] { $"{folder}/{stage}Options.cs", $"{folder}/{stage}{Ending}.cs" }
        where !Repository.Exists(missing)
        select $"{file} lies beside no {missing}; a detector's folder holds its options, one internal sealed detector and its builder extensions.");

    [Fact]
    public void Implementation_OfAContract_IsInternalAndSealed() => Violations.None(
        from type in ShippedAssemblies.Types
        where type is { IsClass: true, IsAbstract: false } && Contracts.Any(contract => contract.IsAssignableFrom(type)) && ((type.IsVisible && type != typeof(LogChannel)) || !type.IsSealed)

        // Loggers of all kinds write into the channel; the builder reads it.
        select $"{type.FullName} must be internal and sealed; the builder extensions are its only door.");

    private static IEnumerable<string> DoorFolders => Doors
        .SelectMany(door => Repository.Find("src", door.Name + ".cs"))
        .Select(path => path[..path.LastIndexOf('/')]);

    private static Type[] ImplementationsBelow(string folder)
    {
        string[] names = [.. Repository.SourceFiles(folder).SelectMany(file => file.TopLevelTypes)];
        return [.. ShippedAssemblies.Types.Where(type =>
            type is { IsClass: true, IsSealed: true } && names.Contains(type.Name)
            && (typeof(IMessageEncoder).IsAssignableFrom(type) || (!type.IsVisible && Contracts.Any(contract => contract.IsAssignableFrom(type)))))];
    }
}
