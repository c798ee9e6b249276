// JavaRosa's driver: replays a job (see job.py) on the engine inside ODK Validate and says what it took.
// A keystroke is what Collect does: check and write the answer, then build that question's prompt and the next one's.

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

import org.javarosa.core.model.Constants;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

public final class Replay {
    private record Step(String reference, String value, String look) {}

    private final byte[] xml;
    private final List<Step> steps = new ArrayList<>();
    private final List<Double> loads = new ArrayList<>();
    private final List<Double> keystrokes = new ArrayList<>();
    private final List<Double> validations = new ArrayList<>();
    private final int fillLimit;
    private FormDef form;
    private int taken;
    private long choicesSeen;

    private Replay(byte[] xml, int fillLimit) {
        this.xml = xml;
        this.fillLimit = fillLimit;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream said = System.out;
        System.setOut(System.err);  // the engine writes to standard output
        Map<String, String[]> told = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            String[] words = line.split("\t", -1);
            if (words[0].equals("step")) {
                steps.add(new Step(words[1], words[2], words[3]));
            } else {
                told.put(words[0], words);
            }
        }
        prepare(Path.of(told.get("media")[1]));
        int[] limits = Arrays.stream(told.get("limits")).skip(1).mapToInt(Integer::parseInt).toArray();
        Replay replay = new Replay(Files.readAllBytes(Path.of(told.get("form")[1])), limits[1]);
        replay.steps.addAll(steps);
        long started = System.nanoTime();
        replay.run();
        boolean isSlow = since(started) > limits[3];  // then this was the warming up
        double first = replay.loads.get(0);
        double resident = residentMegabytes();
        replay.runMany(isSlow ? 0 : limits[2], limits[3]);
        replay.forget();
        replay.runMany(limits[0], limits[1]);
        said.println(replay.toJson(first, resident));
    }

    private static void prepare(Path media) {
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new Device());
        ReferenceManager.instance().addReferenceFactory(new Media(media));
    }

    private void forget() {
        loads.clear();
        keystrokes.clear();
        validations.clear();
    }

    private void runMany(int rounds, int milliseconds) throws Exception {
        long started = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            run();
            if (since(started) > milliseconds) {
                return;
            }
        }
    }

    private void run() throws Exception {
        taken = 0;
        choicesSeen = 0;
        form = null;
        System.gc();
        long started = System.nanoTime();
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xml));
        form.initialize(true, new InstanceInitializationFactory());
        loads.add(since(started));
        FormEntryModel model = new FormEntryModel(form);
        FormEntryController controller = new FormEntryController(model);
        Map<String, FormIndex> places = places(model);
        long filling = System.nanoTime();
        for (Step step : steps) {
            if (since(filling) > fillLimit) {
                break;
            }
            press(controller, places.get(numbered(step.reference)), step, places.get(numbered(step.look)));
        }
        started = System.nanoTime();
        form.validate(false);
        validations.add(since(started));
    }

    /** Every question by its reference, with a number on each step. */
    private Map<String, FormIndex> places(FormEntryModel model) {
        Map<String, FormIndex> places = new HashMap<>();
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex(), true);
        while (index.isInForm()) {
            if (model.getEvent(index) == FormEntryController.EVENT_QUESTION) {
                places.put(numbered(form.getChildInstanceRef(index)), index);
            }
            index = model.incrementIndex(index, true);
        }
        return places;
    }

    private static String numbered(TreeReference reference) {
        StringBuilder full = new StringBuilder();
        for (int step = 0; step < reference.size(); step++) {
            int place = Math.max(0, reference.getMultiplicity(step)) + 1;
            full.append('/').append(reference.getName(step)).append('[').append(place).append(']');
        }
        return full.toString();
    }

    private static String numbered(String reference) {
        StringBuilder full = new StringBuilder();
        for (String part : reference.substring(1).split("/")) {
            full.append('/').append(part).append(part.endsWith("]") ? "" : "[1]");
        }
        return full.toString();
    }

    private void press(FormEntryController controller, FormIndex own, Step step, FormIndex next) {
        if (own == null || next == null || !controller.getModel().isIndexRelevant(own)) {
            return;
        }
        FormEntryPrompt prompt = new FormEntryPrompt(form, own);
        IAnswerData answer = answer(prompt, step.value);
        if (answer == null && !step.value.isEmpty()) {
            return;
        }
        long started = System.nanoTime();
        int verdict = controller.answerQuestion(own, answer, true);
        int seen = draw(controller.getModel(), own) + draw(controller.getModel(), next);
        double took = since(started);
        if (verdict == FormEntryController.ANSWER_OK) {
            keystrokes.add(took);
            taken++;
            choicesSeen += seen;
        }
    }

    /** Reads what a screen shows of a question; gives the number of choices. */
    private int draw(FormEntryModel model, FormIndex index) {
        FormEntryPrompt prompt = new FormEntryPrompt(form, index);
        boolean isShown = model.isIndexRelevant(index) | prompt.isRequired() | model.isIndexReadonly(index);
        String text = prompt.getQuestionText() + prompt.getHelpText() + prompt.getAnswerText() + isShown;
        List<SelectChoice> choices = isSelect(prompt) ? prompt.getSelectChoices() : null;
        if (choices == null || text.isEmpty()) {
            return 0;
        }
        for (SelectChoice choice : choices) {
            if (prompt.getSelectChoiceText(choice) == null) {
                throw new IllegalStateException("a choice without words");
            }
        }
        return choices.size();
    }

    private static boolean isSelect(FormEntryPrompt prompt) {
        int control = prompt.getControlType();
        return control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI;
    }

    private static IAnswerData answer(FormEntryPrompt prompt, String value) {
        if (value.isEmpty()) {
            return null;
        }
        if (!isSelect(prompt)) {
            return XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
        }
        List<Selection> chosen = new ArrayList<>();
        List<String> wanted = Arrays.asList(value.split(" "));
        for (SelectChoice choice : prompt.getSelectChoices()) {
            if (wanted.contains(choice.getValue())) {
                chosen.add(choice.selection());
            }
        }
        if (chosen.size() != wanted.size()) {
            return null;
        }
        boolean isOne = prompt.getControlType() == Constants.CONTROL_SELECT_ONE;
        return isOne ? new SelectOneData(chosen.get(0)) : new SelectMultiData(chosen);
    }

    private static double since(long started) {
        return (System.nanoTime() - started) / 1e6;
    }

    private static double residentMegabytes() throws IOException {
        System.gc();
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    }

    private String toJson(double first, double resident) {
        return String.format(Locale.ROOT,
            "{\"first_load_ms\": %.4f, \"rss_mb\": %.1f, \"load_ms\": %s, \"keystroke_ms\": %s, "
                + "\"validate_ms\": %s, \"taken\": %d, \"choices_seen\": %d}",
            first, resident, list(loads), list(keystrokes), list(validations), taken, choicesSeen);
    }

    private static String list(List<Double> numbers) {
        StringJoiner joiner = new StringJoiner(", ", "[", "]");
        numbers.forEach(number -> joiner.add(String.format(Locale.ROOT, "%.4f", number)));
        return joiner.toString();
    }

    /** What the form may ask of the device; nothing is stored. */
    private static final class Device implements IPropertyManager {
        private final Map<String, String> known = Map.of("deviceid", "bench:device", "username", "bench");

        @Override public List<String> getProperty(String name) { return List.of(getSingularProperty(name)); }
        @Override public String getSingularProperty(String name) {
            return known.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
        @Override public void setProperty(String name, String value) { }
        @Override public void setProperty(String name, List<String> value) { }
        @Override public void addRules(IPropertyRules rules) { }
        @Override public List<IPropertyRules> getRules() { return List.of(); }
    }

    /** Files beside the form, under every jr:// address that may name them. */
    private static final class Media extends PrefixedRootFactory {
        private final Path folder;

        Media(Path folder) {
            super(new String[] {"file", "file-csv", "instance", "images", "audio", "video"});
            this.folder = folder;
        }

        @Override
        protected Reference factory(String terminal, String uri) {
            return new MediaFile(folder.resolve(Path.of(terminal).getFileName()), uri);
        }
    }

    private record MediaFile(Path path, String uri) implements Reference {
        @Override public boolean doesBinaryExist() { return Files.exists(path); }
        @Override public InputStream getStream() throws IOException { return new FileInputStream(path.toFile()); }
        @Override public String getURI() { return uri; }
        @Override public String getLocalURI() { return path.toString(); }
        @Override public boolean isReadOnly() { return true; }
        @Override public OutputStream getOutputStream() throws IOException { throw new IOException("read only"); }
        @Override public void remove() throws IOException { throw new IOException("read only"); }
        @Override public Reference[] probeAlternativeReferences() { return new Reference[0]; }
    }
}
