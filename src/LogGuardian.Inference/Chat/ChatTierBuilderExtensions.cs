using System.Runtime.CompilerServices;
using LogGuardian.Inference;
using Microsoft.Extensions.AI;

namespace LogGuardian;

/// <summary>Adds a chat model as the last and dearest tier.</summary>
public static class ChatTierBuilderExtensions
{
    /// <summary>
    /// Asks a chat model, local or remote, about windows that all other detectors leave undecided, see <see cref="CascadeOptions"/>. Secrets and personal data are replaced before anything
    /// leaves, budgets bound what is spent, and a model that fails, is slow or has spent its budget is left out: the other detectors decide then.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="client">Asks the model; it stays the caller's to dispose, after the detector.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithChatClient(this AnomalyDetectorBuilder builder, IChatClient client, ChatTierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        ChatTierOptions valid = (options ?? new ChatTierOptions()).Validated();

        // One for all instances that a pipeline asks for: nothing is learned, and budget, answers and circuit are one.
        var detectors = new ConditionalWeakTable<StageContext, ChatTierDetector>();
        return builder.DetectWith(context => detectors.GetValue(context, known => new ChatTierDetector(client, valid, known)));
    }
}
