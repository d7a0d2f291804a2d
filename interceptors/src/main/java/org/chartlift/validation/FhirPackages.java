package org.chartlift.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.utilities.npm.NpmPackage;
import org.hl7.fhir.utilities.npm.NpmPackage.NpmPackageFolder;

/**
 * Reads FHIR packages from files. HAPI's own NpmPackageValidationSupport reads the class path only, where a site cannot put
 * its implementation guides.
 */
final class FhirPackages {
    private FhirPackages() {}

    static IValidationSupport load(FhirContext context, List<Path> files) {
        PrePopulatedValidationSupport support = new PrePopulatedValidationSupport(context);
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                addAll(context, NpmPackage.fromPackage(in), support);
            } catch (IOException e) {
                throw new UncheckedIOException("FHIR package cannot be read: " + file, e);
            }
        }
        return support;
    }

    private static void addAll(FhirContext context, NpmPackage npm, PrePopulatedValidationSupport support)
            throws IOException {
        NpmPackageFolder folder = npm.getFolders().get("package");
        if (folder == null) {
            throw new IOException("no folder 'package' in it");
        }
        IParser parser = context.newJsonParser();
        parser.setParserErrorHandler(new LenientErrorHandler(false));
        for (String name : folder.listFiles()) {
            if (isResource(name)) {
                byte[] json = folder.getContent().get(name);
                support.addResource(parser.parseResource(new String(json, StandardCharsets.UTF_8)));
            }
        }
    }

    private static boolean isResource(String name) {
        return name.endsWith(".json") && !name.equals("package.json") && !name.startsWith(".index");
    }
}
