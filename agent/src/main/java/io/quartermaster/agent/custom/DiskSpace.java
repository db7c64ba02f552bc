package io.quartermaster.agent.custom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobException;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.spi.CustomJobRequest;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** How full the disk under a path is. Reads nothing but these numbers, so it needs no setting. */
public final class DiskSpace implements CustomJob {
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public String name() {
        return "DiskSpace";
    }

    @Override
    public String description() {
        return "How full the disk under a path is, as JSON: Path, FileSystem, TotalBytes, UsableBytes, UsedPercent.";
    }

    @Override
    public List<CustomJobField> fields() {
        return List.of(new CustomJobField("Path", "An absolute path; / when it is left out.", false));
    }

    @Override
    public String run(CustomJobRequest request) throws CustomJobException {
        String text = request.field("Path").orElse("/");
        try {
            Path path = Path.of(text);
            if (!path.isAbsolute()) {
                throw new CustomJobException("The path " + text + " is not absolute.");
            }
            return report(path).toString();
        } catch (InvalidPathException e) {
            throw new CustomJobException("The field Path is not a path on this machine: " + e.getReason() + ".", e);
        } catch (NoSuchFileException e) {
            throw new CustomJobException("There is no " + text + ".", e);
        } catch (IOException e) {
            throw new CustomJobException("The disk under " + text + " cannot be asked: " + e.getMessage() + ".", e);
        }
    }

    private ObjectNode report(Path path) throws IOException {
        FileStore disk = Files.getFileStore(path);
        long total = disk.getTotalSpace();
        long usable = disk.getUsableSpace();
        return json.createObjectNode()
                .put("Path", path.toString())
                .put("FileSystem", disk.type())
                .put("TotalBytes", total)
                .put("UsableBytes", usable)
                .put("UsedPercent", total == 0 ? 0 : Math.round(100.0 * (total - usable) / total));
    }
}
