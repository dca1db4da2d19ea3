using System.Diagnostics.CodeAnalysis;
using LogGuardian.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LogGuardian;

/// <summary>Gives the detections of a pipeline to handlers.</summary>
public static class DetectionHandlerExtensions
{
    /// <summary>Gives the detections of this pipeline to a handler that the services make, once. A handler that is registered without a key gets those of all pipelines.</summary>
    /// <typeparam name="T">The handler.</typeparam>
    /// <param name="builder">The pipeline.</param>
    public static ILogGuardianBuilder HandleWith<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this ILogGuardianBuilder builder)
        where T : class, IDetectionHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.KeyedSingleton<IDetectionHandler, T>(builder.Name));
        return builder;
    }

    /// <summary>Gives the detections of this pipeline to a function.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="handle">Gets one detection after the other; see <see cref="IDetectionHandler.HandleAsync"/>.</param>
    public static ILogGuardianBuilder HandleWith(this ILogGuardianBuilder builder, Func<Detection, CancellationToken, ValueTask> handle)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handle);
        builder.Services.AddKeyedSingleton<IDetectionHandler>(builder.Name, new DelegateHandler(handle));
        return builder;
    }
}
