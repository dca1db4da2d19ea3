namespace LogGuardian.Tests.Conventions;

public sealed class PublicTypeTests
{
    private static readonly string[] VagueEndings = ["Manager", "Helper", "Helpers", "Processor", "Util", "Utils", "Utility", "Utilities"];

    [Fact]
    public void ShippedAssemblies_TestsReference_AreThere() => Violations.None(
        new[] { typeof(AnomalyDetector), typeof(ParsingOptions), typeof(EvidenceOptions) }.Except(ShippedAssemblies.PublicTypes)
            .Select(type => $"{type.Assembly.GetName().Name} is not among the assemblies checked; the rules about public types would pass unseen."));

    [Fact]
    public void PublicClass_OfAPackage_IsSealedStaticOrAbstract() => Violations.None(
        ShippedAssemblies.PublicTypes.Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract)
            .Select(type => $"{type.FullName} can be derived from by accident; a public class is sealed, static or abstract. Seal it."));

    [Fact]
    public void PublicType_OfAPackage_LivesInItsNamespaces() => Violations.None(
        ShippedAssemblies.PublicTypes.Where(type => type.Namespace != "LogGuardian" && type.Namespace != type.Assembly.GetName().Name)
            .Select(type => $"{type.FullName} is in the namespace {type.Namespace}; it must be LogGuardian or {type.Assembly.GetName().Name}."));

    [Fact]
    public void TypeName_OfAPackage_SaysWhatItDoes() => Violations.None(
        from type in ShippedAssemblies.Types
        let name = type.Name.Split('`')[0]
        from ending in VagueEndings
        where name.EndsWith(ending, StringComparison.Ordinal)
        select $"{type.FullName} ends in {ending}, which says nothing. Name it after what it does.");
}
