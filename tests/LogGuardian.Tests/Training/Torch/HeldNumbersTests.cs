using System.Reflection;
using System.Reflection.Emit;
using LogGuardian.Tests.Conventions;
using LogGuardian.Training;
using TorchSharp;

namespace LogGuardian.Tests.Training.Torch;

/// <summary>
/// Many methods of TorchSharp make a native number that nothing holds while native code reads it. What trains calls none of them: such a call fails once in hours, when the garbage collector happens to run.
/// </summary>
public sealed class HeldNumbersTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);
    private static readonly Assembly Torch = typeof(torch).Assembly;
    private readonly Dictionary<MethodBase, bool> _losing = [];

    [Fact]
    public void NothingThatTrains_CallsWhatLosesANumber() => Violations.None(
        from type in typeof(HeldNumbers).Assembly.GetTypes()
        from method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
        from called in CalledBy(method)
        where Makes(called) ? called.Name == "op_Implicit" : Loses(called)
        select $"{type.FullName}.{method.Name} calls {called.DeclaringType!.Name}.{called}, which makes a number that nothing holds; call a method of {nameof(HeldNumbers)} instead.");

    [Fact]
    public void WhatLosesANumber_IsFound()
    {
        Assert.True(Loses(typeof(torch.Tensor).GetMethod("op_Addition", [typeof(torch.Tensor), typeof(torch.Tensor)])!));
        Assert.True(Loses(typeof(torch.Tensor).GetMethod(nameof(torch.Tensor.square), [])!));
        Assert.False(Loses(typeof(torch.Tensor).GetMethod(nameof(torch.Tensor.add), [typeof(torch.Tensor), typeof(Scalar)])!));
    }

    private static bool Makes(MethodBase method) => method is MethodInfo { ReturnType: { } made } && made == typeof(Scalar);

    /// <summary>Whether a method makes a number and does not give it back itself, or calls one that does so.</summary>
    private bool Loses(MethodBase method)
    {
        if (method.DeclaringType?.Assembly != Torch || Makes(method))
        {
            return false;
        }

        if (!_losing.TryGetValue(method, out bool loses))
        {
            _losing[method] = false;
            MethodBase[] called = [.. CalledBy(method)];
            _losing[method] = loses = (called.Any(Makes) && !called.Any(each => each.Name == nameof(IDisposable.Dispose))) || called.Any(Loses);
        }

        return loses;
    }

    /// <summary>What the instructions of a method call.</summary>
    private static IEnumerable<MethodBase> CalledBy(MethodBase method)
    {
        byte[] body = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? ofType = method.DeclaringType?.IsGenericType == true ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < body.Length;)
        {
            short value = body[at++];
            OpCode code = Codes[value == 0xFE ? (short)(0xFE00 | body[at++]) : value];
            if (code.OperandType == OperandType.InlineMethod)
            {
                yield return method.Module.ResolveMethod(BitConverter.ToInt32(body, at), ofType, ofMethod)!;
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, at)),
                _ => 4,
            };
        }
    }
}
