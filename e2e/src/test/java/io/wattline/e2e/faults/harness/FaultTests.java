package io.wattline.e2e.faults.harness;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Runs each [FaultTest] as often as the form says, on servers that all of them share, and books the outcomes.
final class FaultTests implements TestTemplateInvocationContextProvider {

    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(FaultTests.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        FaultTest fault = context.getRequiredTestMethod().getAnnotation(FaultTest.class);
        boolean wanted = isWanted(fault.value(), context.getRequiredTestMethod().getName());
        if (!wanted || (fault.nightly() && !Form.now().isLong())) {
            return Stream.empty();
        }
        int runs = Form.now().isLong() && fault.runs() > 0
                ? fault.runs()
                : Form.now().repeats();
        return IntStream.rangeClosed(1, runs).mapToObj(run -> new Invocation(fault.value(), run, runs));
    }

    /// Whether `faults.only` is unset, or one of the texts in it, split at commas, is a part of the fault's name or the
    /// name of the method.
    private static boolean isWanted(String fault, String method) {
        String name = fault.toLowerCase(Locale.ROOT);
        return Stream.of(System.getProperty("faults.only", "")
                        .toLowerCase(Locale.ROOT)
                        .split(","))
                .map(String::strip)
                .anyMatch(text ->
                        name.contains(text) || method.toLowerCase(Locale.ROOT).equals(text));
    }

    private record Invocation(String fault, int run, int runs) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return runs == 1 ? fault : fault + " (" + run + " of " + runs + ")";
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Parameters(new Notes(fault)));
        }
    }

    /// Hands the parameters in and books the outcome.
    private record Parameters(Notes notes)
            implements ParameterResolver, BeforeTestExecutionCallback, AfterTestExecutionCallback {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == Rig.class || type == Notes.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            if (parameter.getParameter().getType() == Notes.class) {
                return notes;
            }
            return context.getRoot().getStore(SHARED).computeIfAbsent(Rig.class, type -> Rig.create(), Rig.class);
        }

        @Override
        public void beforeTestExecution(ExtensionContext context) {
            notes.begin();
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            Results results = context.getRoot()
                    .getStore(SHARED)
                    .computeIfAbsent(Results.class, type -> new Results(), Results.class);
            results.add(notes, context.getExecutionException().isEmpty());
        }
    }
}
