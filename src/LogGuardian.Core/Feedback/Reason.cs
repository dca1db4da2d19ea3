namespace LogGuardian.Core;

/// <summary>What made a window strange, without its lines.</summary>
/// <param name="Kind">What is strange about it.</param>
/// <param name="Template">The template concerned.</param>
/// <param name="After">The template of the line before, where it is about order; otherwise <see cref="TemplateId.Unseen"/>.</param>
internal readonly record struct Reason(EvidenceKind Kind, TemplateId Template, TemplateId After)
{
    public static Reason Of(Evidence evidence) => new(evidence.Kind, evidence.Template.Id, evidence.After?.Id ?? TemplateId.Unseen);
}
