package org.chartlift.source.hl7v2;

import java.nio.charset.StandardCharsets;
import org.chartlift.source.SourceReader;
import org.chartlift.source.SourceReaderContract;

class Hl7v2ReaderContractTest extends SourceReaderContract {
    private static final MessageGrammar ORU = MessageGrammar.parse("ORU_R01", Messages.ORU);

    @Override
    protected SourceReader reader() {
        return new Hl7v2Reader(event -> event.equals("ORU^R01") ? ORU : null);
    }

    @Override
    protected byte[] soundFile() {
        String result = Messages.message(
                Messages.MSH.replace("ADT^A01^ADT_A01", "ORU^R01"),
                "PID|1||7^^^H&1.2&ISO~8||Müller^\\T\\||\"\"",
                "OBR|1",
                "OBX|1|ST|a^b||x~ ~y",
                "ZZZ|z",
                "OBX|2|NM",
                "SPM|1");
        String admission = Messages.message(Messages.MSH, "PID|1||7", "PV1|1|I");
        return ("FHS|^~\\&\rBHS|^~\\&\r" + result + admission + "BTS|2\rFTS|1\r").getBytes(StandardCharsets.UTF_8);
    }
}
