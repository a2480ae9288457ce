"""Reading and writing SOAP 1.1 envelopes, suspicious of every incoming byte."""

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

NAMESPACE = "http://dancuquocgia.bca"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
WSDL_SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
LARGEST_REQUEST = 64 * 1024
DEEPEST_ELEMENT = 12


class SoapFault(Exception):
    """A refusal in SOAP's own words: whose fault, a code of ours, a Vietnamese description."""

    def __init__(self, code: str, message: str, *, blame: str = "Client") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.blame = blame


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _own_file(name: str) -> etree._Element:
    content = (files("sandbox.population.soap") / name).read_bytes()
    return etree.fromstring(content, etree.XMLParser(remove_blank_text=True))


@cache
def message_schema() -> etree.XMLSchema:
    """The schema every request and every answer must obey, order of elements included."""
    return etree.XMLSchema(_own_file("dancuquocgia.xsd"))


def service_description(location: str) -> bytes:
    """The WSDL with the schema inside, for the given address of the service."""
    description = _own_file("service.wsdl")
    types = description.find(f"{{{WSDL}}}types")
    address = description.find(f".//{{{WSDL_SOAP}}}address")
    if types is None or address is None:
        raise LookupError("service.wsdl lacks types or address")
    types.append(_own_file("dancuquocgia.xsd"))
    address.set("location", location)
    return etree.tostring(description, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read_request(content: bytes) -> etree._Element:
    """The one element in the body of a request; raises SoapFault for anything else."""
    if len(content) > LARGEST_REQUEST:
        raise SoapFault("TOO_LARGE", "Yêu cầu vượt quá dung lượng cho phép.")
    try:
        envelope = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError):
        raise SoapFault("MALFORMED", "Nội dung không phải XML hợp lệ.") from None
    if envelope.getroottree().docinfo.internalDTD is not None:
        raise SoapFault("MALFORMED", "Không chấp nhận khai báo DOCTYPE.")
    if envelope.tag != f"{{{SOAP}}}Envelope":
        raise SoapFault("MALFORMED", "Không phải phong bì SOAP 1.1.", blame="VersionMismatch")
    body = envelope.find(f"{{{SOAP}}}Body")
    if body is None or len(body) != 1:
        raise SoapFault("MALFORMED", "Phần thân phải có đúng một yêu cầu.")
    _refuse_deep_trees(body)
    return body[0]


def check_order(request: etree._Element) -> None:
    """Refuse a request whose elements are unknown, missing, malformed or in another order."""
    try:
        message_schema().assertValid(request)
    except etree.DocumentInvalid as problem:
        place = _place_of(problem) or etree.QName(request).localname
        raise SoapFault(
            "INVALID_MESSAGE",
            f"Thông điệp sai cấu trúc, sai thứ tự hoặc sai định dạng tại phần tử {place}.",
        ) from None


def _place_of(problem: etree.DocumentInvalid) -> str:
    entries: Any = problem.error_log
    paths = [entry.path for entry in entries if entry.path]
    return paths[0].rsplit("/", 1)[-1].rsplit(":", 1)[-1] if paths else ""


def _refuse_deep_trees(element: etree._Element) -> None:
    level, depth = [element], 0
    while level:
        depth += 1
        if depth > DEEPEST_ELEMENT:
            raise SoapFault("MALFORMED", "Thông điệp lồng quá nhiều cấp.")
        level = [child for parent in level for child in parent]


def write_envelope(content: etree._Element) -> bytes:
    """Wrap an answer or a fault."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "dc": NAMESPACE})
    etree.SubElement(envelope, f"{{{SOAP}}}Body").append(content)
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def write_fault(fault: SoapFault) -> bytes:
    """Write a SOAP 1.1 fault with our code in its detail."""
    element = etree.Element(f"{{{SOAP}}}Fault", nsmap={"soapenv": SOAP})
    etree.SubElement(element, "faultcode").text = f"soapenv:{fault.blame}"
    etree.SubElement(element, "faultstring").text = f"{fault.code}: {fault.message}"
    detail = etree.SubElement(etree.SubElement(element, "detail"), f"{{{NAMESPACE}}}LoiTruyVan")
    etree.SubElement(detail, f"{{{NAMESPACE}}}MaLoi").text = fault.code
    etree.SubElement(detail, f"{{{NAMESPACE}}}MoTa").text = fault.message
    return write_envelope(element)
