using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace LogGuardian.Inference;

/// <summary>The execution providers of ONNX Runtime that are known by name.</summary>
internal static class ExecutionProvider
{
    public const string Cpu = "cpu";

    public static IReadOnlyList<string> Names { get; } = [Cpu, "cuda", "tensorrt", "directml", "coreml"];

    /// <summary>What ONNX Runtime calls it.</summary>
    public static string NativeName(string name) => name switch
    {
        "cuda" => "CUDAExecutionProvider",
        "tensorrt" => "TensorrtExecutionProvider",
        "directml" => "DmlExecutionProvider",
        "coreml" => "CoreMLExecutionProvider",
        _ => "CPUExecutionProvider",
    };

    /// <summary>The package that brings it.</summary>
    public static string Package(string name) => name switch
    {
        "cuda" or "tensorrt" => "Microsoft.ML.OnnxRuntime.Gpu",
        "directml" => "Microsoft.ML.OnnxRuntime.DirectML",
        _ => "Microsoft.ML.OnnxRuntime",
    };

    /// <summary>Puts it before the CPU.</summary>
    public static void Append(SessionOptions session, ModelOptions options)
    {
        switch (options.Provider)
        {
            case "cuda":
                using (OrtCUDAProviderOptions cuda = Cuda(options))
                {
                    session.AppendExecutionProvider_CUDA(cuda);
                }

                break;
            case "tensorrt":
                using (var tensorrt = new OrtTensorRTProviderOptions())
                using (OrtCUDAProviderOptions rest = Cuda(options))
                {
                    tensorrt.UpdateOptions(new Dictionary<string, string>
                    {
                        ["device_id"] = Text(options.Device),
                        ["trt_max_workspace_size"] = Text(options.MaxDeviceBytes),
                    });
                    session.AppendExecutionProvider_Tensorrt(tensorrt);
                    session.AppendExecutionProvider_CUDA(rest);
                }

                break;
            case "directml":
                session.AppendExecutionProvider_DML(options.Device);
                break;
            case "coreml":
                session.AppendExecutionProvider("CoreML", []);
                break;
        }
    }

    private static OrtCUDAProviderOptions Cuda(ModelOptions options)
    {
        var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["device_id"] = Text(options.Device),
            ["gpu_mem_limit"] = Text(options.MaxDeviceBytes),

            // Doubling, the default, takes up to twice of what is needed.
            ["arena_extend_strategy"] = "kSameAsRequested",
        });
        return cuda;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
