package org.loklak;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** The folder dump/own, one message a line. */
class Dump {
    final File folder;
    final boolean enabled;
    private final ObjectMapper json = new ObjectMapper();

    Dump(File data, boolean enabled) throws IOException {
        this.enabled = enabled;
        folder = new File(data, "dump/own");
        Files.createDirectories(folder.toPath());
        File settings = new File(data, "settings/customized_config.properties");
        Files.createDirectories(settings.getParentFile().toPath());
        if (!settings.exists()) Files.write(settings.toPath(), "# of a stand-in\n".getBytes(StandardCharsets.UTF_8));
    }

    void write(List<Map<String, Object>> messages) throws IOException {
        if (!enabled) return;
        StringBuilder lines = new StringBuilder();
        for (Map<String, Object> message : messages) lines.append(json.writeValueAsString(message)).append('\n');
        String name = "messages_" + LocalDate.now().format(DateTimeFormatter.BASIC_ISO_DATE) + "_stand-in.txt";
        Files.write(new File(folder, name).toPath(), lines.toString().getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
