namespace LogGuardian.Tests.Training.Learning;

/// <summary>Tests that share one trained model; one after the other, for all of them want the same cores.</summary>
[CollectionDefinition(Name)]
public sealed class LearningGroup : ICollectionFixture<TeacherFixture>
{
    public const string Name = "Learning";
}
